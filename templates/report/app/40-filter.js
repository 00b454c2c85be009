// Which cases are shown, in which order, and how many each choice of a facet would leave.

const VALUES = {
  verdict: (row) => [row.verdict],
  decision: (row) => [standing(row)],
  list: (row) => row.lists,
  finding: (row) => row.findings,
  type: (row) => row.types,
  source: (row) => row.sources,
};

const admits = ({ only, not }, values) =>
  (only.size === 0 || values.some((value) => only.has(value))) && !values.some((value) => not.has(value));

// The rows that fit, and for each facet how many rows have each of its values among those that fit all other facets.
function narrowed(rows, { facets, query }) {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const fitting = [];
  for (const row of rows) {
    if (!terms.every((term) => row.text.includes(term))) continue;
    const values = FACETS.map((facet) => VALUES[facet](row));
    const failed = FACETS.filter((facet, at) => !admits(facets[facet], values[at]));
    if (failed.length === 0) fitting.push(row);
    if (failed.length > 1) continue;
    FACETS.forEach((facet, at) => {
      if (failed.length && failed[0] !== facet) return;
      for (const value of values[at]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    });
  }
  return { fitting, counts };
}

const RANKS = { verdict: ["reject", "review", "accept"] };
const collator = new Intl.Collator("zh-CN", { numeric: true });

const sortText = (row, column) =>
  column === "decision" ? called("decision", standing(row))
  : column === "reason" ? said(row.reason)
  : column === "file" ? row.paths[0] ?? ""
  : row[column] ?? "";

// Rows in the order asked for; empty values come last whichever way. Without a wish the given order stays.
function sorted(rows, { sort, down }) {
  if (!sort) return rows;
  const rank = RANKS[sort];
  const compare = rank ? (a, b) => rank.indexOf(a) - rank.indexOf(b) : collator.compare;
  const keyed = rows.map((row) => [sortText(row, sort), row]);
  keyed.sort(([a, one], [b, other]) => {
    if (!a !== !b) return a ? -1 : 1;
    return (down ? compare(b, a) : compare(a, b)) || one.order - other.order;
  });
  return keyed.map(([, row]) => row);
}
