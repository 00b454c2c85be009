// Decisions, kept in this browser by run and reviewer, one entry each, so that two windows do not undo one another.

const DECISIONS = ["accept", "return", "reject", "unsure"];
const SHELF = `degree-verify/${facts.run}`;
const own = new Map();
let others = new Map();
let reviewer = "";
let exportedAt = "";

const shelf = (name) => `${SHELF}/${encodeURIComponent(reviewer)}/${name}`;

// Some browsers refuse storage to pages opened from disk; the report is read all the same.
function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    return true;
  } catch { return false; }
}

function parsed(text, otherwise) {
  try { return JSON.parse(text) ?? otherwise; } catch { return otherwise; }
}

function signIn(name) {
  reviewer = name.trim().slice(0, 40);
  keep(`${SHELF}/reviewer`, reviewer);
  own.clear();
  exportedAt = kept(shelf("exported")) ?? "";
  const start = shelf("case/");
  try {
    for (let at = 0; at < localStorage.length; at++) {
      const name = localStorage.key(at);
      if (!name.startsWith(start)) continue;
      const record = parsed(localStorage.getItem(name), null);
      if (record && DECISIONS.includes(record.decision)) own.set(name.slice(start.length), record);
    }
  } catch { /* no storage: nothing was kept */ }
}

function recall() {
  signIn(kept(`${SHELF}/reviewer`) ?? "");
  others = byCase(parsed(kept(`${SHELF}/others`), []));
}

// Records of decisions by case; of each reviewer the latest counts.
function byCase(records) {
  const found = new Map();
  for (const record of Array.isArray(records) ? records : []) {
    const reviewers = found.get(record.key) ?? new Map();
    const before = reviewers.get(record.reviewer);
    if (!before || before.at <= record.at) reviewers.set(record.reviewer, record);
    found.set(record.key, reviewers);
  }
  return found;
}

// Decides a case, or with null takes the decision back. False when the browser did not keep it.
function decide(row, decision, reason = "", note = "") {
  if (decision === null) own.delete(row.key);
  else own.set(row.key, { decision, reason, note, at: new Date().toISOString(), basis: row.basis });
  return keep(shelf(`case/${row.key}`), decision === null ? null : JSON.stringify(own.get(row.key)));
}

const othersOf = (row) =>
  [...(others.get(row.key)?.values() ?? [])].filter((record) => record.reviewer !== reviewer);

// Where a case stands for this reviewer. What others decided shows only once this reviewer has decided.
function standing(row) {
  const mine = own.get(row.key);
  if (!mine) return "open";
  if (mine.basis !== row.basis) return "stale";
  const differs = othersOf(row).some((record) => record.basis === row.basis && record.decision !== mine.decision);
  return differs ? "conflict" : mine.decision;
}

const isOpen = (row) => ["open", "stale"].includes(standing(row));

const unexported = () => [...own.values()].filter((record) => record.at > exportedAt).length;
