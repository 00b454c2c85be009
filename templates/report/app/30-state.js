// What is shown stands in the address: #list?verdict=review&finding=!qr-missing&q=…&sort=-name, #case/KEY?….

const SORTS = ["verdict", "name", "examinee", "identity", "school", "level", "graduation", "reason", "file", "decision"];
const FACETS = ["verdict", "decision", "list", "finding", "type", "source"];

let state = readState(location.hash);

function readState(hash) {
  const [path, query = ""] = hash.slice(1).split("?");
  const [view, key = ""] = path.split("/");
  const asked = new URLSearchParams(query);
  const facets = {};
  for (const facet of FACETS) {
    const values = asked.getAll(facet);
    facets[facet] = {
      only: new Set(values.filter((value) => !value.startsWith("!"))),
      not: new Set(values.filter((value) => value.startsWith("!")).map((value) => value.slice(1))),
    };
  }
  const sort = asked.get("sort") ?? "";
  return {
    view: ["list", "case", "lookup"].includes(view) ? view : "overview",
    key,
    facets,
    query: asked.get("q") ?? "",
    sort: SORTS.find((name) => name === sort.replace(/^-/, "")) ?? "",
    down: sort.startsWith("-"),
  };
}

function address(changes = {}) {
  const next = { ...state, ...changes };
  const asked = new URLSearchParams();
  for (const facet of FACETS) {
    for (const value of next.facets[facet].only) asked.append(facet, value);
    for (const value of next.facets[facet].not) asked.append(facet, `!${value}`);
  }
  if (next.query) asked.set("q", next.query);
  if (next.sort) asked.set("sort", (next.down ? "-" : "") + next.sort);
  const path = next.view === "case" ? `case/${next.key}` : next.view;
  return `#${path}${asked.size ?? [...asked].length ? `?${asked}` : ""}`;
}

// Changes what is shown. With `quietly` the step back leads past it, as while a search is typed.
function go(changes, quietly = false) {
  if (quietly) location.replace(address(changes));
  else location.hash = address(changes);
}

const noFacets = () => Object.fromEntries(FACETS.map((facet) => [facet, { only: new Set(), not: new Set() }]));

const filtered = () => state.query !== "" || FACETS.some((f) => state.facets[f].only.size + state.facets[f].not.size > 0);
