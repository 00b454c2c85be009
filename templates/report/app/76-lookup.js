// The look-up list: each code with its link to the issuer's page, and what a person saw there. Notes are kept in this
// browser and exported as the file that `degree-verify lookup record` takes in.

const LOOKUPS_AT_ONCE = 50;
let lookupShown = "all";
let lookupMost = LOOKUPS_AT_ONCE;

const lookupPlace = (task) => `${SHELF}/lookup/${task.paper}/${task.index}/${task.code}`;

const lookupNote = (task) => parsed(kept(lookupPlace(task)), null);

const stateWords = (state) => facts.lookup.states.find((known) => known.state === state)?.words ?? state;

const inChinese = (both) => (Array.isArray(both) ? both[0] : both);

const inFours = (code) => code.replace(/(.{4})(?=.)/g, "$1 ");

async function loadLookups() {
  const found = [];
  for (const name of facts.packs.lookups ?? []) found.push(...await pack(name));
  return found;
}

function lookupCsv(tasks) {
  const lines = [facts.lookup.headers];
  for (const task of tasks) {
    const note = lookupNote(task);
    if (!note?.state) continue;
    const differing = facts.lookup.fields.filter((field) => note.state === "differs" && note.differing.includes(field.name));
    lines.push([task.paper, String(task.index), inFours(task.code), inChinese(stateWords(note.state)),
      differing.map((field) => inChinese(field.label)).join("、"), note.day, note.remark]);
  }
  return csvOf(lines);
}

// What a person notes about one code. `changed` hears when something was noted.
function lookupForm(task, number, changed) {
  const before = lookupNote(task);
  const id = (part) => `lookup-${part}-${number}`;
  const choice = make("select", { id: id("state"), onchange: () => { if (!day.value) day.value = today(); write(); } },
    make("option", { value: "" }, t("lookup_choose")),
    facts.lookup.states.map((known) => make("option", { value: known.state }, said(known.words))));
  const day = make("input", { id: id("day"), type: "date", max: today(), onchange: () => write() });
  const remark = make("input", { id: id("remark"), maxlength: "200", oninput: () => write() });
  const boxes = facts.lookup.fields.map((field) => make("input", { type: "checkbox", value: field.name, onchange: () => write() }));
  const differing = make("fieldset", {}, make("legend", {}, t("lookup_differing")),
    boxes.map((box, at) => make("label", {}, box, ` ${said(facts.lookup.fields[at].label)}`)));
  const show = () => { differing.hidden = choice.value !== "differs"; };
  const write = () => {
    show();
    const note = { state: choice.value, day: day.value, remark: remark.value, differing: boxes.filter((box) => box.checked).map((box) => box.value) };
    if (!keep(lookupPlace(task), note.state || note.remark ? JSON.stringify(note) : null)) {
      showDialog(t("lookup"), make("p", { class: "alarm", role: "alert" }, t("lookup_failed")));
    }
    changed();
  };
  choice.value = before?.state ?? "";
  day.value = before?.day ?? "";
  remark.value = before?.remark ?? "";
  for (const box of boxes) box.checked = before?.differing?.includes(box.value) ?? false;
  show();
  return make("div", {},
    make("p", { class: "row" }, make("label", { for: id("state") }, t("lookup_result")), choice,
      make("label", { for: id("day") }, t("lookup_day")), day),
    differing,
    make("p", { class: "row" }, make("label", { for: id("remark") }, t("lookup_remark")), remark));
}

function lookupItem(task, number, counted) {
  const status = make("span", { role: "status", class: "quiet" });
  const copy = async () => {
    const field = make("textarea", { readonly: true, "aria-hidden": "true" });
    field.value = task.code;
    item.append(field);
    if (await copied(field)) status.textContent = t("copied");
    field.remove();
  };
  const marked = () => { item.className = `lookup${task.needed ? " needed" : ""}${lookupNote(task)?.state ? " noted" : ""}`; };
  const item = make("li", { class: "lookup" },
    make("div", {},
      make("h2", {}, task.name || task.examinee || task.file, " ",
        make("span", { class: `mark ${task.needed ? "review" : ""}` }, t(task.needed ? "lookup_needed" : "lookup_spot"))),
      make("p", { class: "quiet digits" }, [task.examinee, ...task.values].filter(Boolean).join("　")),
      make("p", { class: "quiet" }, task.file, task.why.length ? `${colon()}${task.why.join("；")}` : ""),
      make("p", { class: "row" }, make("span", {}, t("lookup_code")), make("span", { class: "code" }, inFours(task.code)),
        button(t("lookup_copy"), copy, { "aria-label": `${t("lookup_copy")} ${inFours(task.code)}` }), status),
      make("p", {}, make("a", { href: task.link, target: "_blank", rel: "noreferrer noopener", title: t("opens_official") }, t("lookup_open")),
        task.noted ? make("span", { class: "quiet" }, ` ${t("lookup_recorded", { state: said(stateWords(task.noted)), day: task.day })}`) : null)),
    lookupForm(task, number, () => { marked(); counted(); }));
  marked();
  return item;
}

async function showLookups(app) {
  const tasks = facts.redacted ? [] : await loadLookups();
  const fits = {
    all: () => true, needed: (task) => task.needed, spot: (task) => !task.needed,
    waiting: (task) => !task.noted && !lookupNote(task)?.state,
  };
  const counts = make("p", { class: "quiet", role: "status" });
  const list = make("ul");
  const more = make("p", { class: "row" });
  const count = () => {
    const needed = tasks.filter((task) => task.needed).length;
    counts.textContent = t("lookup_counts", { needed, spot: tasks.length - needed, noted: tasks.filter((task) => lookupNote(task)?.state).length });
  };
  const draw = () => {
    const fitting = tasks.map((task, number) => [task, number]).filter(([task]) => fits[lookupShown](task));
    list.replaceChildren(...fitting.slice(0, lookupMost).map(([task, number]) => lookupItem(task, number, count)));
    const left = Math.min(LOOKUPS_AT_ONCE, fitting.length - lookupMost);
    more.replaceChildren(...(left > 0 ? [button(t("lookup_more", { count: left }), () => { lookupMost += LOOKUPS_AT_ONCE; draw(); })] : []));
  };
  const chooser = make("select", { id: "lookup-shown", onchange: () => { lookupShown = chooser.value; lookupMost = LOOKUPS_AT_ONCE; draw(); } },
    Object.keys(fits).map((name) => make("option", { value: name }, t(`lookup_${name}`))));
  chooser.value = lookupShown;
  count();
  draw();
  app.replaceChildren(make("section", { class: "lookups", "aria-labelledby": "lookups-title" },
    make("h1", { id: "lookups-title", tabindex: "-1" }, t("lookup")), make("p", {}, t("lookup_note")),
    tasks.length ? make("div", { class: "row" }, make("label", { for: "lookup-shown" }, t("lookup_show")), chooser,
      button(t("lookup_export"), () => hand(lookupCsv(tasks), "text/csv", `lookup-${dayInName()}.csv`), { class: "main" }), counts) : make("p", {}, t("lookup_none")),
    list, more));
}
