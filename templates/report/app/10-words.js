// The language, and elements made of text. Nothing of a document is ever parsed as markup: text goes in as text.

const facts = JSON.parse(document.getElementById("facts").textContent);
let language = document.getElementById("speak-en").checked ? "en" : "zh";

// What stands in both languages as [zh, en], or as one string where they agree.
const said = (both) => (Array.isArray(both) ? both[language === "en" ? 1 : 0] : both ?? "");

const t = (key, values = {}) =>
  said(facts.words[key]).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

const colon = () => (language === "en" ? ": " : "：");

const called = (table, kind) => said(Object.hasOwn(facts.called[table], kind) ? facts.called[table][kind] : kind);

// An element. Properties that begin with "on" are listeners, others attributes; null and false leave one out.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const mark = (verdict) =>
  make("span", { class: `mark ${verdict}` },
    make("span", { "aria-hidden": "true" }, facts.symbols[verdict] ?? ""), ` ${called("verdict", verdict)}`);

const button = (words, act, properties = {}) =>
  make("button", { type: "button", onclick: act, ...properties }, words);

// A key's name on a button, for the eye only.
const keyCap = (key) => make("kbd", { "aria-hidden": "true" }, key);
