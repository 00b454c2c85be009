// The sheet of one case on paper: a single A4 page with room for signature and stamp.

const SHEET_ROOM = 270;  // millimetres of height that fit between the margins of an A4 page, less a little
const MOST_CODES = 4;
const MOST_SHOWN = 160;

// Sizes that are tried one after the other: points of the letters, millimetres of the picture's height.
const SIZES = [
  ...[9.5, 9, 8.5, 8].flatMap((points) => [125, 110, 95, 80].map((height) => [points, height])),
  ...[7.5, 7, 6.5].flatMap((points) => [80, 65, 50].map((height) => [points, height])),
];
const WIDEST = 88;  // millimetres of the picture, so that the findings have room beside it

const shortened = (text) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);

// The page with most readings, and the places of the findings on it.
function sheetPicture(paper) {
  const places_ = places(paper);
  const readings = (picture) => places_.filter(([, page]) => page === picture.page).length;
  const [picture] = [...paper.pictures].sort((a, b) => readings(b) - readings(a) || a.page - b.page);
  if (!picture) return null;
  const marked = places_.filter(([, page, kind]) => page === picture.page && /severity-(reject|review)/.test(kind));
  const frame = make("div", { class: "a4-frame" },
    make("img", { src: pictureAddress(picture.src), alt: "" }), marked.map(([box, , kind]) => boxElement(box, picture, kind, null, null)));
  frame.dataset.ratio = String(picture.width / picture.height);
  return make("div", { class: "a4-picture" }, frame,
    paper.pictures.length > 1 ? make("p", { class: "quiet" }, t("page_among", { page: picture.page, total: paper.pictures.length })) : null);
}

const sheetFindings = (paper) => [make("h2", {}, t("findings")), paper.findings.length
  ? make("ol", {}, grouped(paper.findings).map(([{ finding }]) => make("li", {}, severityMark(finding.severity), " ", said(finding.message),
    said(finding.advice) ? make("span", { class: "quiet" }, ` ${t("advice")}${colon()}${said(finding.advice)}`) : null)))
  : make("p", {}, t("no_findings"))];

const sheetFields = (paper) => (paper.fields.length ? [make("h2", {}, t("fields")), make("table", {},
  make("thead", {}, make("tr", {}, ["field", "on_paper", "on_roster", "agreement"].map((head) => make("th", { scope: "col" }, t(head))))),
  make("tbody", {}, paper.fields.map((field) => make("tr", {}, make("th", { scope: "row" }, said(field.label)),
    make("td", {}, shortened(field.value), field.unread ? make("span", { class: "unread" }, ` ${said(field.unread)}`) : null),
    make("td", {}, shortened(field.listed)),
    make("td", { class: field.level ? `level-${field.level}` : null }, said(field.agreement))))))] : []);

function sheetCodes(paper) {
  const found = [...paper.codes, ...paper.links];
  return found.length ? [make("h2", {}, t("codes")), ...found.slice(0, MOST_CODES).map((code) =>
    make("p", {}, make("code", {}, shortened(code.text)), " ", make("span", { class: code.trusted === false ? "foreign" : "quiet" }, said(code.remark)))),
  found.length > MOST_CODES ? make("p", { class: "quiet" }, t("further", { count: found.length - MOST_CODES })) : null] : [];
}

// What was decided in this browser, or boxes to tick by hand.
function sheetDecision(row) {
  const mine = own.get(row.key);
  const made = mine && mine.basis === row.basis ? mine : null;
  return [make("p", { class: "a4-choices" }, make("strong", {}, t("decide")), DECISIONS.map((decision) =>
    make("span", {}, `${made?.decision === decision ? "☑" : "☐"} ${called("decision", decision)}`)),
  made ? make("span", { class: "quiet" }, t("decided_by", { who: reviewer, when: moment(made.at) })) : null),
  ...[["answer_printed", made?.reason], ["note_printed", made?.note]].filter(([, text]) => text).map(([word, text]) =>
    make("p", { class: "a4-answer" }, make("span", { class: "quiet" }, `${t(word)}${colon()}`), text))];
}

function sheetOf(row, paper) {
  const papers = row.papers.length > 1 ? t("paper_of", { at: shownPaper + 1, total: row.papers.length }) : "";
  return make("article", { class: "a4" },
    make("header", {}, make("strong", {}, document.title), make("span", {}, said(facts.policy)), make("span", {}, `${t("judged_for")}${colon()}${said(facts.asOf)}`)),
    make("div", { class: "a4-title" }, make("strong", { class: "a4-name" }, row.name || row.examinee || row.paths[0] || "—"), mark(row.verdict),
      make("span", {}, row.examinee ? `${t("column_examinee")}${colon()}${row.examinee}` : ""), make("span", {}, row.identity ? `${t("column_identity")}${colon()}${row.identity}` : "")),
    make("p", { class: "quiet" }, [said(paper.type), shortened(paper.path), papers].filter(Boolean).join(" · ")),
    make("div", { class: "a4-top" }, sheetPicture(paper), make("div", { class: "a4-findings" }, sheetFindings(paper))),
    sheetFields(paper), sheetCodes(paper),
    facts.redacted ? null : make("div", { class: "a4-decision" }, sheetDecision(row)),
    make("div", { class: "a4-signatures" }, ["signature", "date", "stamp"].map((word) => make("p", {}, t(word), word === "stamp" ? "" : colon()))));
}

// Makes letters and picture as large as one page allows. What is still too long goes on to a second page.
function fitSheet() {
  const sheet = document.querySelector(".a4");
  if (!sheet || state.view !== "case") return;
  sheet.querySelector(".a4-decision")?.replaceChildren(...sheetDecision(shownRow()));
  const frame = sheet.querySelector(".a4-frame");
  sheet.classList.add("measured");
  for (const [points, height] of SIZES) {
    sheet.style.fontSize = `${points}pt`;
    const width = frame ? Math.min(WIDEST, height * Number(frame.dataset.ratio)) : 0;
    if (frame) frame.style.width = `${width}mm`;
    if (sheet.getBoundingClientRect().height * 25.4 / 96 <= SHEET_ROOM) break;
  }
  sheet.classList.remove("measured");
}
