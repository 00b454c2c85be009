"use strict";
// Opens the folded part that a link of this page leads to. Without scripts the page works all the same.
const reveal = () => {
  let part = document.getElementById(location.hash.slice(1));
  for (; part; part = part.parentElement) if (part instanceof HTMLDetailsElement) part.open = true;
};
addEventListener("hashchange", reveal);
reveal();
