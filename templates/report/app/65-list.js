// The list: facets at the side, and only as many rows in the document as can be seen.

const COLUMNS = {
  verdict: { width: "8.5rem", show: (row) => [mark(row.verdict)] },
  name: { width: "minmax(6.5rem, .9fr)", show: (row) => [caseLink(row)] },
  examinee: { width: "8.5rem", show: (row) => [row.examinee], digits: true },
  identity: { width: "11.5rem", show: (row) => [row.identity], digits: true },
  school: { width: "minmax(8rem, 1.2fr)", show: (row) => [row.school] },
  level: { width: "5rem", show: (row) => [row.level] },
  graduation: { width: "6.5rem", show: (row) => [row.graduation], digits: true },
  reason: { width: "minmax(14rem, 3fr)", show: (row) => [said(row.reason) || "—"] },
  file: { width: "minmax(9rem, 1.3fr)", show: (row) => [row.paths.join(" ") || "—"] },
  decision: { width: "7rem", show: (row) => [decisionMark(row)] },
};
const USUAL = ["verdict", "name", "examinee", "school", "graduation", "reason", "decision"];
const ROW_HEIGHT = 56;
const BEYOND = 8;

let chosenColumns = parsed(kept("degree-verify/columns"), USUAL).filter((name) => Object.hasOwn(COLUMNS, name));
let fitting = [];
let grid = null;

const decisionMark = (row) => {
  const now = standing(row);
  return make("span", { class: `decided ${now}` }, called("decision", now));
};

const caseLink = (row) =>
  make("a", { href: address({ view: "case", key: row.key }) }, row.name || row.examinee || row.paths[0] || "—");

function facetValue(facet, value, count) {
  const words = facet === "decision" ? called("decision", value) : facet === "list" ? t(`list_${value}`)
    : facet === "finding" ? said(facts.findings.find((finding) => finding.name === value)?.title ?? value)
    : called(facet, value);
  const { only, not } = state.facets[facet];
  const flip = (kind) => () => {
    const facets = { ...state.facets, [facet]: { only: new Set(only), not: new Set(not) } };
    const [mine, other] = kind === "only" ? [facets[facet].only, facets[facet].not] : [facets[facet].not, facets[facet].only];
    if (!mine.delete(value)) mine.add(value);
    other.delete(value);
    go({ facets });
  };
  return make("li", {},
    make("button", { type: "button", class: "value", "aria-pressed": String(only.has(value)), onclick: flip("only"),
      "data-focus": `${facet}/${value}` },
      make("span", {}, words), make("span", { class: "count" }, String(count))),
    make("button", { type: "button", class: "not", "aria-pressed": String(not.has(value)), onclick: flip("not"),
      "data-focus": `!${facet}/${value}`, "aria-label": `${t("exclude")} ${words}`, title: t("exclude") }, "−"));
}

function drawFacets(counts) {
  const orders = { verdict: ["reject", "review", "accept"], decision: ["open", "stale", "conflict", ...DECISIONS] };
  const groups = FACETS.map((facet) => {
    const { only, not } = state.facets[facet];
    const values = new Map([...[...only, ...not].map((value) => [value, 0]), ...counts[facet]]);
    const order = orders[facet];
    const entries = [...values].sort((a, b) => (order ? order.indexOf(a[0]) - order.indexOf(b[0]) : b[1] - a[1]));
    return entries.length ? make("section", {}, make("h3", {}, t(`facet_${facet}`)),
      make("ul", {}, entries.map(([value, count]) => facetValue(facet, value, count)))) : null;
  });
  const held = document.activeElement?.dataset?.focus;
  document.getElementById("facets").replaceChildren(...groups.filter(Boolean));
  if (held) document.querySelector(`[data-focus="${CSS.escape(held)}"]`)?.focus();
}

// The rows between two positions, each in its place.
function rowElement(row, at) {
  const element = make("div", { class: `line is-${row.verdict}`, role: "row", "aria-rowindex": String(at + 2), "data-at": String(at) },
    chosenColumns.map((name) => make("div", {
      role: "cell", class: `cell ${name}${COLUMNS[name].digits ? " digits" : ""}`, title: name === "reason" ? said(row.reason) : null,
    }, COLUMNS[name].show(row))));
  element.style.top = `${at * ROW_HEIGHT}px`;
  // The whole line leads to its case, but for those who mark text in it.
  element.addEventListener("click", (event) => {
    if (!event.target.closest("a") && getSelection().isCollapsed) go({ view: "case", key: row.key });
  });
  return element;
}

function drawRows() {
  const body = grid.querySelector(".lines");
  const from = Math.max(0, Math.floor(grid.scrollTop / ROW_HEIGHT) - BEYOND);
  const to = Math.min(fitting.length, from + Math.ceil(grid.clientHeight / ROW_HEIGHT) + 2 * BEYOND);
  const held = document.activeElement?.closest?.(".line")?.dataset.at;
  const there = new Map([...body.children].map((line) => [Number(line.dataset.at), line]));
  for (const [at, line] of there) if ((at < from || at >= to) && String(at) !== held) line.remove();
  for (let at = from; at < to; at++) if (!there.has(at)) body.append(rowElement(fitting[at], at));
}

function drawHead() {
  const heads = chosenColumns.map((name) => {
    const now = state.sort === name;
    return make("div", { role: "columnheader", class: `cell ${name}`, "aria-sort": now ? (state.down ? "descending" : "ascending") : null },
      button([t(`column_${name}`), make("span", { "aria-hidden": "true" }, now ? (state.down ? " ↓" : " ↑") : "")],
        () => go(now && state.down ? { sort: "", down: false } : { sort: name, down: now })));
  });
  grid.querySelector(".heads").replaceChildren(...heads);
  grid.style.setProperty("--columns", chosenColumns.map((name) => COLUMNS[name].width).join(" "));
}

// Brings what is shown in line with the state; the elements around it stay, so that typing is not disturbed.
function updateList() {
  const found = narrowed(rows, state);
  fitting = sorted(found.fitting, state);
  drawFacets(found.counts);
  drawHead();
  const body = grid.querySelector(".lines");
  body.replaceChildren();
  body.style.height = `${fitting.length * ROW_HEIGHT}px`;
  grid.setAttribute("aria-rowcount", String(fitting.length + 1));
  document.getElementById("none").hidden = fitting.length > 0;
  document.getElementById("count").textContent = t("shown", { shown: fitting.length, total: rows.length });
  document.getElementById("clear").hidden = !filtered();
  const search = document.getElementById("search");
  if (search.value !== state.query && document.activeElement !== search) search.value = state.query;
  drawRows();
}

function columnChooser() {
  const boxes = Object.keys(COLUMNS).map((name) => {
    const box = make("input", {
      type: "checkbox", id: `show-${name}`, disabled: name === "name",
      onchange: () => {
        chosenColumns = Object.keys(COLUMNS).filter((each) => (each === name ? box.checked : chosenColumns.includes(each)));
        keep("degree-verify/columns", JSON.stringify(chosenColumns));
        updateList();
      },
    });
    box.checked = chosenColumns.includes(name);
    return make("label", { for: box.id }, box, " ", t(`column_${name}`));
  });
  return make("details", { class: "columns" }, make("summary", {}, t("columns")), make("div", {}, boxes));
}

// Up and down lead from row to row, wherever the focus is in the list.
function stepRow(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const line = document.activeElement?.closest?.(".line");
  if (!step || !line) return;
  event.preventDefault();
  focusRow(Number(line.dataset.at) + step);
}

function focusRow(at) {
  if (at < 0 || at >= fitting.length) return;
  const top = at * ROW_HEIGHT;
  const space = grid.clientHeight - grid.querySelector(".heads").offsetHeight - ROW_HEIGHT;
  if (top < grid.scrollTop) grid.scrollTop = top;
  if (top > grid.scrollTop + space) grid.scrollTop = top - space;
  drawRows();
  grid.querySelector(`.line[data-at="${at}"] a`)?.focus();
}

function showList(place) {
  let waiting = 0;
  const search = make("input", {
    type: "search", id: "search", placeholder: t("search"), "aria-label": t("search"), autocomplete: "off", spellcheck: "false",
    oninput: () => { clearTimeout(waiting); waiting = setTimeout(() => go({ query: search.value }, true), 80); },
  });
  search.value = state.query;
  grid = make("div", { class: "grid", role: "table", "aria-label": t("list"), onscroll: drawRows, onkeydown: stepRow, tabindex: "0" },
    make("div", { class: "heads", role: "row" }), make("div", { class: "lines", role: "rowgroup" }),
    make("p", { id: "none", class: "quiet", hidden: true }, t("none_left")));
  place.replaceChildren(
    make("div", { class: "list" },
      make("details", { class: "side", open: innerWidth > 900 },
        make("summary", {}, t("filters")), make("div", { id: "facets" })),
      make("div", { class: "main-part" },
        printHead(""), make("div", { class: "tools" }, search,
          make("span", { id: "count", role: "status" }),
          button(t("clear"), () => { search.value = ""; go({ facets: noFacets(), query: "" }); }, { id: "clear" }),
          columnChooser(), button(t("print_list"), () => print())),
        grid)));
  updateList();
  if (lastShown) focusRow(fitting.findIndex((row) => row.key === lastShown));
}

// On paper the whole list stands, not only what could be seen.
function printList(before) {
  if (state.view !== "list" || !grid) return;
  if (before) {
    grid.querySelector(".lines").replaceChildren(...fitting.map(rowElement));
    document.querySelector(".print-head").replaceWith(printHead(t("shown", { shown: fitting.length, total: rows.length })));
  }
  else updateList();
}
