// Keys. None is taken while somebody types, or together with Ctrl, Alt or the like.

const typing = (element) => element instanceof HTMLElement &&
  (element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) && !["checkbox", "radio"].includes(element.type));

const shownRow = () => rows.find((row) => row.key === state.key);

const KEYS = {
  "?": showHelp,
  "/": () => { if (state.view === "list") focusSearch(); else { wantsSearch = true; go({ view: "list", key: "" }); } },
};

const CASE_KEYS = {
  j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1), n: nextOpen,
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => zoom(0), r: turn,
  1: () => choose(shownRow(), "accept"), 2: () => choose(shownRow(), "return"),
  3: () => choose(shownRow(), "reject"), 4: () => choose(shownRow(), "unsure"),
  Escape: () => go({ view: "list", key: "" }),
};

const LIST_KEYS = {
  j: () => focusRow(focusedRow() + 1), k: () => focusRow(focusedRow() - 1),
  n: () => { const next = fitting.find(isOpen); if (next) go({ view: "case", key: next.key }); },
};

let wantsSearch = false;

const focusSearch = () => document.getElementById("search").focus();

const focusedRow = () => Number(document.activeElement?.closest?.(".line")?.dataset.at ?? -1);

function onKey(event) {
  if (event.isComposing || dialog.open) return;
  if (event.key === "Enter" && event.ctrlKey && document.getElementById("save")) {
    event.preventDefault();
    advance();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // In a scrolled page the arrows across belong to the page.
  if (event.key.startsWith("Arrow") && event.target.closest?.(".pane")) return;
  const keys = state.view === "case" && shownRow() ? CASE_KEYS : state.view === "list" ? LIST_KEYS : {};
  const act = keys[event.key] ?? KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
