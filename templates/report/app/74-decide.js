// The decision: four choices, an answer to the candidate from ready texts, a note for the office.

function suggestion(row, decision) {
  const fitting = facts.replies.filter((reply) => reply.decision === decision && reply.findings.some((name) => row.findings.includes(name)));
  return fitting.map((reply) => reply.text).join("\n");
}

// Decides the shown case. Acceptance leads straight on; anything else stays for its answer.
function choose(row, decision, onward = true) {
  if (facts.redacted) return;
  if (!reviewer) {
    askReviewer(() => choose(row, decision, onward));
    return;
  }
  const before = own.get(row.key);
  const written = before && before.reason !== suggestion(row, before.decision) ? before.reason : "";
  const reason = decision === "accept" || decision === null ? "" : written || suggestion(row, decision);
  if (!decide(row, decision, reason, before?.note ?? "")) tellTrouble();
  if (decision === "accept" && onward) advance();
  else redecide(row);
}

function tellTrouble() {
  showDialog(t("export"), make("p", { class: "alarm", role: "alert" }, t("storage_failed")),
    make("p", { class: "row" }, button(t("export_json"), () => exportDecisions("json"), { class: "main" })));
}

// Where a decision takes its case out of the list, the next one moves up into its place.
function advance() {
  const at = fitting.findIndex((row) => row.key === state.key);
  const next = fitting[at + 1];
  if (next) go({ view: "case", key: next.key });
  else refresh();
}

function redecide(row) {
  document.querySelector(".decide")?.replaceWith(decidePart(row));
  drawBar();
}

function othersPart(row) {
  const records = othersOf(row);
  if (!records.length) return null;
  if (!own.has(row.key)) return make("p", { class: "quiet" }, t("others_blind"));
  return make("div", { class: "others" }, make("h3", {}, t("others")), make("ul", {}, records.map((record) =>
    make("li", { class: record.decision === own.get(row.key).decision ? null : "differs" },
      make("span", { class: `decided ${record.decision}` }, called("decision", record.decision)), " ",
      t("decided_by", { who: record.reviewer, when: moment(record.at) }), record.reason ? `${colon()}${record.reason}` : ""))));
}

const moment = (iso) => {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : at.toLocaleString(language === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "short" });
};

function answerPart(row, mine) {
  const write = () => { if (!decide(row, mine.decision, reason.value, note.value)) tellTrouble(); };
  const reason = make("textarea", { id: "reason", rows: "3", maxlength: "2000", oninput: write });
  const note = make("input", { id: "note", maxlength: "500", oninput: write });
  reason.value = mine.reason;
  note.value = mine.note;
  const answer = make("span", { role: "status", class: "quiet" });
  const ready = make("select", {
    id: "replies",
    onchange: () => {
      const reply = facts.replies[Number(ready.value)];
      if (reply) reason.value = reason.value ? `${reason.value}\n${reply.text}` : reply.text;
      ready.value = "";
      write();
    },
  }, make("option", { value: "" }, `${t("replies")} …`), facts.replies.map((reply, at) => make("option", { value: String(at) }, said(reply.label))));
  ready.setAttribute("aria-label", t("replies"));
  return make("div", { class: "answer" },
    mine.decision === "accept" ? null : [make("label", { for: "reason" }, t("reason")), reason,
      make("div", { class: "row" }, ready, button(t("copy"), async () => { if (await copied(reason)) answer.textContent = t("copied"); }), answer)],
    make("div", { class: "note" }, make("label", { for: "note" }, t("note")), note),
    make("div", { class: "row ends" }, button([t("save_next"), " ", keyCap("Ctrl+Enter")], advance, { class: "main", id: "save" }),
      button(t("undo"), () => choose(row, null))));
}

// Pages from disk may have no clipboard; then the old way is tried.
async function copied(field) {
  try { await navigator.clipboard.writeText(field.value); return true; } catch { /* the old way, then */ }
  field.select();
  return document.execCommand("copy");
}

function decidePart(row) {
  if (facts.redacted) return make("p", { class: "quiet" }, t("no_decisions"));
  const mine = own.get(row.key);
  const stale = mine && mine.basis !== row.basis;
  return make("section", { class: "decide", "aria-labelledby": "decide-title" },
    make("h2", { id: "decide-title" }, t("decide"),
      mine ? make("span", { class: "quiet" }, ` ${t("decided_by", { who: reviewer, when: moment(mine.at) })}`) : null),
    stale ? make("p", { class: "alarm", role: "note" }, t("stale")) : null,
    make("div", { class: "choices" }, DECISIONS.map((decision, at) => make("button", {
      type: "button", class: `choice to-${decision}`, "aria-pressed": String(!stale && mine?.decision === decision), onclick: () => choose(row, decision),
    }, called("decision", decision), " ", keyCap(String(at + 1))))),
    mine && !stale ? answerPart(row, mine) : null, othersPart(row));
}
