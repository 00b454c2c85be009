// The bar at the top: views, progress, reviewer, files of decisions, help.

const dialog = make("dialog", { class: "dialog", onclick: (event) => { if (event.target === dialog) dialog.close(); } });

function showDialog(title, ...content) {
  const heading = make("h2", { id: "dialog-title" }, title);
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.replaceChildren(heading, ...content,
    make("form", { method: "dialog", class: "end" }, make("button", { class: "main" }, t("close"))));
  if (!dialog.open) dialog.showModal();
}

function showRule(name) {
  const rule = document.getElementById(`rule-${name}`);
  if (!rule) return;
  const words = [...rule.querySelectorAll("dd")].map((part) => part.cloneNode(true).childNodes);
  showDialog(said(facts.findings.find((finding) => finding.name === name)?.title ?? name),
    ...words.map((part) => make("div", { class: "rule" }, ...part)), make("p", { class: "quiet" }, make("code", {}, name)));
}

function showHelp() {
  const keys = [
    ["j →", "k ←", "help_next"], ["n", "", "help_open"], ["1 2 3 4", "", "help_decide"], ["Ctrl Enter", "", "help_save"],
    ["/", "", "help_search"], ["+ -", "r", "help_zoom"], ["Esc", "", "help_back"], ["?", "", "help_help"],
  ];
  showDialog(t("help"),
    make("dl", { class: "keys" }, keys.flatMap(([one, other, words]) => [
      make("dt", {}, make("kbd", {}, one), other ? " " : "", other ? make("kbd", {}, other) : ""), make("dd", {}, t(words))])),
    make("p", { class: "quiet" }, t("help_note")));
}

// Asks for the reviewer's name, then goes on with `then`.
function askReviewer(then = () => {}) {
  const input = make("input", { id: "reviewer", value: reviewer, maxlength: "40", autocomplete: "name", required: true });
  const form = make("form", {
    onsubmit: (event) => {
      event.preventDefault();
      if (!input.value.trim()) return;
      signIn(input.value);
      dialog.close();
      refresh();
      then();
    },
  }, make("p", {}, t("reviewer_ask")), make("label", { for: "reviewer" }, t("reviewer")), input,
  make("button", { class: "main" }, t("reviewer_save")));
  showDialog(t("reviewer"), form);
  input.focus();
}

function showExport() {
  const answer = make("p", { role: "status", class: "quiet" });
  const chooser = make("input", {
    type: "file", id: "import", class: "file", multiple: true, accept: ".json,application/json",
    onchange: async () => {
      for (const file of chooser.files) {
        const found = await importDecisions(file);
        answer.textContent = found ? t("imported", found) : t("import_failed", { file: file.name });
      }
      refresh();
    },
  });
  const put = (kind) => () => { exportDecisions(kind); refresh(); };
  showDialog(t("export"), make("p", {}, t("export_note")),
    make("p", { class: "row" }, button(t("export_json"), put("json"), { class: "main" }), button(t("export_csv"), put("csv"))),
    make("p", { class: "row" }, chooser, make("label", { for: "import", class: "button" }, t("import"))), answer);
}

// What is still to do, at the head of the overview, with the way there.
function drawOpen(left) {
  const open = { ...noFacets(), decision: { only: new Set(["open", "stale"]), not: new Set() } };
  const first = rows.find(isOpen);
  document.getElementById("still-open").replaceChildren(...(facts.redacted || !rows.length ? []
    : !first ? [make("strong", {}, t("all_decided")), button(t("export"), showExport)]
    : [make("strong", {}, t("left_open", { count: left })),
      make("a", { class: "button main", href: address({ view: "case", key: first.key, facets: noFacets(), query: "", sort: "" }) }, t("begin")),
      make("a", { href: address({ view: "list", key: "", facets: open, query: "" }) }, t("show_open"))]));
}

function drawBar() {
  const done = rows.filter((row) => !isOpen(row)).length;
  const waiting = unexported();
  const tab = (view) => make("a", {
    href: address({ view, key: "" }), "aria-current": (state.view === "case" ? "list" : state.view) === view ? "page" : null,
  }, t(view));
  const deciding = facts.redacted ? [] : [
    button(reviewer ? `${t("reviewer")} ${reviewer}` : t("reviewer"), () => askReviewer()), button(t("export"), showExport)];
  drawOpen(rows.length - done);
  document.getElementById("bar").replaceChildren(
    make("nav", { "aria-label": t("views") }, tab("overview"), tab("list"), facts.redacted ? null : tab("lookup")),
    make("p", { class: "progress" },
      make("progress", { max: String(rows.length || 1), value: String(done), "aria-label": t("decided_counts") }),
      " ", t("progress", { done, total: rows.length }),
      waiting ? make("span", { class: "unsaved" }, t("unsaved", { count: waiting })) : null),
    make("p", { class: "row" },
      deciding, button("?", showHelp, { "aria-label": t("help"), title: t("help") })));
}
