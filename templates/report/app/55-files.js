// Decisions as files: out for merging, in for a second look.

const SCHEMA = "degree-verify/decisions/1";
const FIELDS = ["run", "key", "basis", "examinee", "name", "file", "verdict", "decision", "reason", "note", "reviewer", "at"];

function records() {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return [...own].filter(([key]) => byKey.has(key)).map(([key, record]) => {
    const row = byKey.get(key);
    return {
      run: facts.run, key, basis: record.basis,
      examinee: row.examinee, name: row.name, file: row.paths[0] ?? "", verdict: row.verdict,
      decision: record.decision, reason: record.reason, note: record.note, reviewer, at: record.at,
    };
  }).sort((a, b) => (a.at < b.at ? -1 : 1));
}

// A cell of a table that no spreadsheet takes for a formula.
function cell(text) {
  const guarded = /^[\s"'`“”‘’＂＇]*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

const csvOf = (lines) => `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;

const asCsv = (found) => csvOf([FIELDS, ...found.map((record) => FIELDS.map((field) => record[field]))]);

const asJson = (found) =>
  `${JSON.stringify({ schema: SCHEMA, run: facts.run, reviewer, decisions: found }, null, 1)}\n`;

// The office's own day, as its clock shows it.
const today = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

const dayInName = () => today().replaceAll("-", "");

// Gives a file to whoever sits here.
function hand(text, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function exportDecisions(kind) {
  const found = records();
  const text = kind === "csv" ? asCsv(found) : asJson(found);
  const who = reviewer.replace(/[^\p{L}\p{N}]+/gu, "_") || "reviewer";
  hand(text, kind === "csv" ? "text/csv" : "application/json", `decisions-${who}-${dayInName()}.${kind}`);
  exportedAt = new Date().toISOString();
  keep(shelf("exported"), exportedAt);
}

const isRecord = (record) =>
  typeof record === "object" && record !== null && DECISIONS.includes(record.decision) &&
  ["key", "basis", "reviewer", "at"].every((field) => typeof record[field] === "string");

// Takes in decisions of others from an exported or merged file. Returns how many, or null if it is no such file.
async function importDecisions(file) {
  const found = parsed(await file.text(), null)?.decisions;
  if (!Array.isArray(found) || !found.every(isRecord)) return null;
  const known = [...others.values()].flatMap((reviewers) => [...reviewers.values()]);
  others = byCase([...known, ...found]);
  const all = [...others.values()].flatMap((reviewers) => [...reviewers.values()]);
  keep(`${SHELF}/others`, JSON.stringify(all));
  return { count: found.length, reviewers: new Set(found.map((record) => record.reviewer)).size };
}
