// Data that lies beside the page, in scripts that call deliver(name, text), or in the page itself.

const arriving = new Map();
const opened = new Map();
const MOST_OPENED = 24;

function deliver(name, text) {
  arriving.get(name)?.(text);
}

// The content of a pack. Rejects when its file is missing.
function pack(name) {
  if (!opened.has(name)) {
    if (opened.size >= MOST_OPENED) opened.delete(opened.keys().next().value);
    opened.set(name, packText(name).then(unpacked));
    opened.get(name).catch(() => opened.delete(name));
  }
  return opened.get(name);
}

const inPage = (name) => document.querySelector(`script[data-pack="${CSS.escape(name)}"]`)?.textContent;

async function packText(name) {
  return inPage(name) ?? new Promise((resolve, reject) => {
    const script = make("script", {
      src: `report/${name}.js`,
      onload: () => { script.remove(); reject(new Error(name)); },  // settled already if the pack spoke
      onerror: () => { script.remove(); reject(new Error(name)); },
    });
    arriving.set(name, resolve);
    document.head.append(script);
  }).finally(() => arriving.delete(name));
}

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

// All cases as objects, with the text in which they are searched.
async function loadRows(told) {
  const rows = [];
  for (const name of facts.packs.rows ?? []) {
    for (const values of await pack(name)) rows.push(rowOf(values, rows.length));
    opened.delete(name);
    told(rows.length);
  }
  return rows;
}

function rowOf(values, order) {
  const row = { order };
  facts.columns.forEach((column, at) => { row[column] = values[at]; });
  row.findings = row.findings.map((number) => facts.findings[number].name);
  row.text = [row.name, row.examinee, row.identity, row.school, ...row.paths, ...row.numbers].join("\n").toLowerCase();
  return row;
}

// One result in full, by its number from 1.
async function loadPaper(number) {
  const papers = await pack(facts.packs.papers[Math.floor((number - 1) / facts.papersInPack)]);
  return papers[(number - 1) % facts.papersInPack];
}

const pictureAddress = (name) => {
  const inside = inPage(name);
  return inside ? `data:image/jpeg;base64,${inside}` : name;
};
