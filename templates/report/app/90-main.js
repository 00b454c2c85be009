// What is shown where, and how it starts.

let rows = [];

async function refresh() {
  const app = document.getElementById("app");
  const overview = document.getElementById("overview");
  overview.hidden = state.view !== "overview";
  app.hidden = state.view === "overview";
  document.body.className = `at-${state.view}`;
  drawBar();
  try {
    if (state.view === "list" && app.querySelector(".list") && app.lang === language) updateList();
    else if (state.view === "list") showList(app);
    else if (state.view === "case") await showCase(app);
    else if (state.view === "lookup" && !(app.querySelector(".lookups") && app.lang === language)) await showLookups(app);
  } catch (error) {
    app.replaceChildren(make("p", { class: "alarm", role: "alert" }, t("failed")));
    throw error;
  }
  app.lang = language;
  if (wantsSearch && state.view === "list") { wantsSearch = false; focusSearch(); }
}

// A rule's anchor opens its explanation in a window; all else is a state.
function onAddress() {
  if (location.hash.startsWith("#rule-") || location.hash === "#main") return;
  const before = state;
  state = readState(location.hash);
  if (state.view === "overview" && before.view !== "overview") scrollTo(0, 0);
  refresh();
}

function onClick(event) {
  const link = event.target.closest?.('a[href^="#"]');
  const target = link?.getAttribute("href");
  if (target?.startsWith("#rule-")) {
    event.preventDefault();
    showRule(target.slice("#rule-".length));
  } else if (target === "#main") {
    event.preventDefault();
    (state.view === "list" ? grid : state.view === "case" ? document.getElementById("case-name") : document.getElementById("main")).focus();
  }
}

function speak(lang, remembered) {
  language = lang;
  document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
  document.title = t("title");
  document.getElementById(`speak-${lang}`).checked = true;
  if (remembered) keep("degree-verify/language", lang);
}

async function start() {
  document.body.append(dialog);
  const spoken = kept("degree-verify/language");
  if (["zh", "en"].includes(spoken)) speak(spoken, false);
  for (const lang of ["zh", "en"]) {
    document.getElementById(`speak-${lang}`).addEventListener("change", () => { speak(lang, true); refresh(); });
  }
  recall();
  addEventListener("hashchange", onAddress);
  addEventListener("click", onClick);
  addEventListener("keydown", onKey);
  addEventListener("beforeprint", () => { printList(true); fitSheet(); });
  addEventListener("afterprint", () => printList(false));
  addEventListener("resize", () => { if (state.view === "list" && grid) drawRows(); });
  const status = make("p", { class: "loading quiet", role: "status" }, t("loading"));
  document.getElementById("bar").replaceChildren(status);
  try {
    rows = await loadRows((count) => { status.textContent = `${t("loading")} ${count} / ${facts.cases}`; });
    document.body.dataset.ready = "yes";
    await refresh();
  } catch (error) {
    status.className = "alarm";
    status.textContent = t("failed");
    throw error;
  }
}

start();
