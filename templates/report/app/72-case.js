// One case: its page on the left, what was read and found on the right, the decision below.

const ISO_DATE = /^\d{4}-\d\d(-\d\d)?$/;
const MOST_TOLD = 12;  // papers of a case whose verdicts stand beside their numbers
let shownPaper = 0;
let lastShown = "";

const severityMark = (severity) => make("span", { class: `mark severity-${severity}` }, called("severity", severity));

// Findings that say the same, as those of all rules that one unread field keeps from an answer, stand together.
function grouped(findings) {
  const groups = new Map();
  findings.forEach((finding, at) => {
    const key = JSON.stringify([finding.severity, finding.message, finding.advice]);
    groups.set(key, [...groups.get(key) ?? [], { finding, at }]);
  });
  return [...groups.values()];
}

function findingsPart(paper) {
  if (!paper.findings.length) return [make("p", {}, t("no_findings"))];
  return [make("ul", { class: "findings" }, grouped(paper.findings).map((group) => {
    const [{ finding, at }] = group;
    const explain = (each, own) => button(group.length > 1 ? said(each.title) : t("explain"), () => showRule(each.name),
      { class: "plain", "data-name": own === at ? null : `finding-${own}`, "aria-label": `${t("explain")}${colon()}${said(each.title)}` });
    return make("li", { class: `severity-${finding.severity}`, "data-name": `finding-${at}` },
      make("p", {}, severityMark(finding.severity), " ", said(finding.message)),
      make("p", { class: "advice" }, said(finding.advice) ? `${t("advice")}${colon()}${said(finding.advice)} ` : "",
        finding.places.length && paper.pictures.length ? button(t("show_place"), () => light(`finding-${at}`, true), { class: "plain" }) : null, " ",
        group.length > 1 ? `${t("explain")}${colon()}` : null, group.flatMap((each) => [explain(each.finding, each.at), " "])));
  }))];
}

function fieldsPart(paper) {
  const crops = paper.pictures.length > 0;
  const heads = ["field", "on_paper", crops ? "crop" : null, "on_roster", "agreement", "reading"].filter(Boolean);
  return [make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("fields") }, make("table", { class: "fields" },
    make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, t(head))))),
    make("tbody", {}, paper.fields.map((field) => make("tr", { "data-name": `field-${field.name}` },
      make("th", { scope: "row" }, said(field.label)),
      make("td", { class: ISO_DATE.test(field.value) ? "digits" : null }, field.value, field.unread ? make("span", { class: "unread" }, ` ${said(field.unread)}`) : null),
      crops ? make("td", {}, crop(field, paper) ?? "") : null,
      make("td", { class: ISO_DATE.test(field.listed) ? "digits" : null }, field.listed),
      make("td", { class: field.level ? `level level-${field.level}` : null }, said(field.agreement)),
      make("td", { class: "quiet reading" }, said(field.reading)))))))];
}

function matchPart(paper) {
  const compared = paper.fields.filter((field) => field.weight !== null);
  if (!compared.length) return [];
  const most = Math.max(...compared.map((field) => Math.abs(field.weight)), 1);
  const bar = (weight) => {
    const part = make("span", { class: weight < 0 ? "against" : "for", "aria-hidden": "true" });
    part.style.width = `${(3 * Math.abs(weight)) / most}rem`;
    return make("span", { class: "weight" }, `${weight > 0 ? "+" : ""}${weight}`, part);
  };
  return [make("details", {}, make("summary", {}, t("match")),
    make("p", { class: "quiet" }, paper.second ? t("runner_up", { name: paper.second }) : t("no_runner_up")),
    make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("match") }, make("table", {},
      make("thead", {}, make("tr", {}, [t("field"), t("on_paper"), t("best"), t("agreement"), t("weight"), paper.second ? paper.second : null]
        .filter(Boolean).map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, compared.map((field) => make("tr", {},
        make("th", { scope: "row" }, said(field.label)), make("td", {}, field.value), make("td", {}, field.listed),
        make("td", { class: `level level-${field.level}` }, said(field.agreement)), make("td", {}, bar(field.weight)),
        paper.second ? make("td", {}, field.second) : null))))),
    make("p", { class: "quiet" }, t("weight_note")))];
}

// What a code says is text; only the issuer's own exact address is a link, which tells nothing of where it was followed.
function codesPart(paper) {
  const found = [...paper.codes, ...paper.links];
  const undecoded = paper.undecoded.map((place) => make("li", { class: "unread" }, t("undecoded", { page: place.page })));
  if (!found.length && !undecoded.length) return [make("p", { class: "quiet" }, t("no_codes"))];
  return [make("ul", { class: "codes" }, found.map((code) => make("li", { "data-name": "code" },
    make("span", { class: "kind" }, said(code.kind)), " ",
    code.address ? make("a", { href: code.address, target: "_blank", rel: "noreferrer noopener", title: t("opens_official") }, make("code", {}, code.text))
      : make("code", {}, code.text),
    " ", make("span", { class: code.trusted === false ? "foreign" : "quiet" }, said(code.remark)),
    code.code ? make("span", { class: "quiet" }, ` ${t("code_inside")} `, make("code", {}, code.code)) : null,
    make("span", { class: "quiet" }, ` ${t("page_of", { page: code.page })}`))), undecoded)];
}

const factsPart = (paper) => [make("details", {}, make("summary", {}, t("facts")),
  make("dl", { class: "facts" }, paper.facts.map(([label, value]) => make("div", {}, make("dt", {}, said(label)), make("dd", {}, said(value))))))];

function caseHead(row, at) {
  const step = (by) => fitting[at + by];
  const walk = (words, next, key) => make("a", { class: "button", href: next ? address({ view: "case", key: next.key }) : null, "aria-disabled": next ? null : "true" }, words, " ", keyCap(key));
  return make("div", { class: "case-tools row" },
    make("a", { class: "button", href: address({ view: "list", key: "" }) }, `‹ ${t("back")}`),
    walk(t("previous"), step(-1), "k"), walk(t("next"), step(1), "j"), button([t("next_open"), " ", keyCap("n")], nextOpen),
    make("span", { class: "quiet" }, at < 0 ? t("not_listed") : t("position", { at: at + 1, total: fitting.length })),
    button(t("print_case"), () => print()));
}

function caseTitle(row) {
  return make("div", { class: "case-title" },
    make("h1", { tabindex: "-1", id: "case-name" }, row.name || row.examinee || row.paths[0] || "—"), mark(row.verdict),
    make("p", { class: "quiet digits" }, [row.examinee, row.identity, row.school, row.level, row.graduation].filter(Boolean).join("　")));
}

// What the sheet is, on paper only.
const printHead = (more) => make("p", { class: "print-head" }, make("strong", {}, document.title), `　${said(facts.policy)}　${said(facts.asOf)}　${more}`);

// The paper that a clerk wants to see first.
const heaviest = (papers) =>
  RANKS.verdict.map((verdict) => papers.find((paper) => paper.verdict === verdict)).find(Boolean) ?? papers[0];

async function showCase(place) {
  const row = rows.find((each) => each.key === state.key);
  if (!row) {
    place.replaceChildren(make("p", { class: "alarm" }, t("unknown_case")));
    return;
  }
  const key = row.key;
  if (key !== lastShown) Object.assign(view, { zoom: 1, turned: 0 });
  const another = key !== lastShown;
  lastShown = key;
  fitting = sorted(narrowed(rows, state).fitting, state);
  const first = await Promise.all(row.papers.slice(0, MOST_TOLD).map(loadPaper));
  if (state.view !== "case" || state.key !== key) return;  // somebody was faster than the disk
  if (another) shownPaper = first.indexOf(heaviest(first));
  const paper = first[shownPaper] ?? await loadPaper(row.papers[shownPaper]);
  if (state.view !== "case" || state.key !== key) return;
  const at = fitting.indexOf(row);
  const tabs = row.papers.length > 1 ? make("div", { class: "papers row" }, row.papers.map((_, number) =>
    button([t("paper_of", { at: number + 1, total: row.papers.length }), " ", first[number] ? mark(first[number].verdict) : ""],
      () => { shownPaper = number; refresh(); }, { "aria-pressed": String(number === shownPaper) }))) : null;
  const part = (heading, content) => content.length ? make("section", {}, make("h2", {}, t(heading)), content) : null;
  const beside = make("div", { class: "beside" }, caseTitle(row), tabs,
    make("p", { class: "quiet" }, said(paper.type), paper.type && paper.path ? " · " : "", paper.path),
    part("findings", findingsPart(paper)), paper.fields.length ? part("fields", fieldsPart(paper)) : null,
    matchPart(paper), paper.path ? part("codes", codesPart(paper)) : null, factsPart(paper));
  place.replaceChildren(caseHead(row, at),
    make("div", { class: "case" }, pagePane(paper), make("div", { class: "right" }, beside, decidePart(row))), sheetOf(row, paper));
  lightOnHover(place.querySelector(".case"));
  document.getElementById("case-name").focus({ preventScroll: true });
}

// On to the next case of the list; a case that is no longer among the filtered leads to the first of them.
function step(by) {
  const at = fitting.findIndex((row) => row.key === state.key);
  const next = at < 0 ? fitting[0] : fitting[at + by];
  if (next) go({ view: "case", key: next.key });
}

// The next case without a decision, from here on and then from the start of the list.
function nextOpen() {
  const at = fitting.findIndex((row) => row.key === state.key);
  const next = [...fitting.slice(at + 1), ...fitting.slice(0, Math.max(at, 0))].find(isOpen);
  if (next) go({ view: "case", key: next.key });
}
