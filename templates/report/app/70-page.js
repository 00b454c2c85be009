// Pictures of pages with the places of readings on them, and crops of those places.

const view = { zoom: 1, turned: 0, boxes: true };

const percent = (part, whole) => `${(100 * part) / whole}%`;

function boxElement(box, picture, kind, label, name) {
  const element = make("div", { class: `box ${kind}`, "data-name": name, title: label });
  const [x0, y0, x1, y1] = box;
  element.style.left = percent(x0 - 1.5, picture.width);
  element.style.top = percent(y0 - 1.5, picture.height);
  element.style.width = percent(x1 - x0 + 3, picture.width);
  element.style.height = percent(y1 - y0 + 3, picture.height);
  return element;
}

// Everything of a paper that has a place: [box, page, kind, label, name].
function places(paper) {
  const found = paper.fields.filter((field) => field.box && (field.box[2] > field.box[0])).map((field) =>
    [field.box, field.page, field.unread ? "unread" : "reading", said(field.label), `field-${field.name}`]);
  for (const code of [...paper.codes, ...paper.links]) {
    found.push([code.box, code.page, code.trusted === false ? "foreign" : "code", said(code.kind), "code"]);
  }
  for (const place of paper.undecoded) found.push([place.box, place.page, "unread", "", "code"]);
  paper.findings.forEach((finding, at) => {
    for (const place of finding.places) {
      found.push([place.box, place.page, `finding severity-${finding.severity}`, said(finding.title), `finding-${at}`]);
    }
  });
  return found.filter(([box]) => box[2] > box[0] && box[3] > box[1]);
}

function pageElement(picture, paper) {
  const sheet = make("div", { class: "sheet" },
    make("img", { src: pictureAddress(picture.src), alt: t("page_alt", { file: paper.path, page: picture.page }), draggable: "false",
      onerror: (event) => { event.target.closest(".stage").replaceChildren(make("p", { class: "quiet missing" }, t("no_picture"))); } }),
    places(paper).filter(([, page]) => page === picture.page).map(([box, , kind, label, name]) => boxElement(box, picture, kind, label, name)));
  const stage = make("div", { class: "stage" }, sheet);
  stage.dataset.ratio = String(picture.height / picture.width);
  return make("figure", { "data-page": String(picture.page) },
    paper.pictures.length > 1 ? make("figcaption", {}, t("page_of", { page: picture.page })) : null, stage);
}

// Sizes every page for zoom and rotation; a page on its side takes the height for its width.
function arrange(pane) {
  const space = pane.clientWidth - 24;
  for (const stage of pane.querySelectorAll(".stage")) {
    const ratio = Number(stage.dataset.ratio);
    const upright = view.turned % 180 === 0;
    const width = upright ? space * view.zoom : (space * view.zoom) / ratio;
    const height = width * ratio;
    stage.style.width = `${upright ? width : height}px`;
    stage.style.height = `${upright ? height : width}px`;
    const sheet = stage.querySelector(".sheet");
    if (!sheet) continue;
    sheet.style.width = `${width}px`;
    sheet.style.height = `${height}px`;
    const shift = { 0: "0, 0", 90: `0, ${-height}px`, 180: `${-width}px, ${-height}px`, 270: `${-width}px, 0` }[view.turned];
    sheet.style.transform = `rotate(${view.turned}deg) translate(${shift})`;
  }
  pane.classList.toggle("bare", !view.boxes);
}

function pagePane(paper) {
  if (!paper.pictures.length) {
    return make("section", { class: "pages", "aria-label": t("page_of", { page: "" }) },
      make("p", { class: "quiet missing" }, paper.path ? t(facts.redacted ? "no_picture_redacted" : "no_picture") : t("no_paper")));
  }
  const pane = make("div", { class: "pane", tabindex: "0", role: "region", "aria-label": paper.path }, paper.pictures.map((each) => pageElement(each, paper)));
  const tool = (words, sign, act, properties = {}) => button(sign, act, { "aria-label": words, title: words, ...properties });
  const named = (words, sign, act, properties = {}) => button([make("span", { "aria-hidden": "true" }, sign), ` ${words}`], act, properties);
  const boxes = named(t("boxes"), "▣", () => { view.boxes = !view.boxes; boxes.setAttribute("aria-pressed", String(view.boxes)); arrange(pane); },
    { "aria-pressed": String(view.boxes) });
  new ResizeObserver(() => arrange(pane)).observe(pane);
  return make("section", { class: "pages" },
    make("div", { class: "page-tools row" },
      tool(t("zoom_in"), "＋", () => zoom(1.25)), tool(t("zoom_out"), "－", () => zoom(0.8)),
      named(t("fit"), "↔", () => zoom(0)), named(t("rotate"), "↻", turn), boxes), pane);
}

const pane = () => document.querySelector(".pane");

function zoom(by) {
  view.zoom = by ? Math.min(6, Math.max(0.4, view.zoom * by)) : 1;
  if (pane()) arrange(pane());
}

function turn() {
  view.turned = (view.turned + 90) % 360;
  if (pane()) arrange(pane());
}

// The very place of a field, cut out of its page at the height of a line of text or little more.
function crop(field, paper) {
  const picture = paper.pictures.find((each) => each.page === field.page);
  if (!picture || !field.box || field.box[2] <= field.box[0]) return null;
  const [x0, y0, x1, y1] = [field.box[0] - 3, field.box[1] - 2, field.box[2] + 3, field.box[3] + 2];
  const scale = Math.min(24 / (y1 - y0), 150 / (x1 - x0));
  const image = make("img", { src: pictureAddress(picture.src), alt: "", draggable: "false" });
  image.style.width = `${picture.width * scale}px`;
  image.style.height = `${picture.height * scale}px`;
  image.style.left = `${-x0 * scale}px`;
  image.style.top = `${-y0 * scale}px`;
  const words = `${t("show_place")}${colon()}${said(field.label)}`;
  const frame = make("button", { type: "button", class: "crop", "aria-label": words, title: words, onclick: () => light(`field-${field.name}`, true) }, image);
  frame.style.width = `${(x1 - x0) * scale}px`;
  frame.style.height = `${(y1 - y0) * scale}px`;
  return frame;
}

// Lights what belongs together, on the page and beside it; with `lead` the page is moved to it.
function light(name, lead = false) {
  for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
  if (!name) return;
  for (const element of document.querySelectorAll(`[data-name="${CSS.escape(name)}"]`)) {
    element.classList.add("lit");
    if (lead && element.classList.contains("box")) element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  }
}

function lightOnHover(place) {
  const named = (event) => event.target.closest?.("[data-name]")?.dataset.name;
  place.addEventListener("mouseover", (event) => light(named(event)));
  place.addEventListener("focusin", (event) => light(named(event)));
  place.addEventListener("click", (event) => {
    const box = event.target.closest?.(".box[data-name]");
    if (box) document.querySelector(`.beside [data-name="${CSS.escape(box.dataset.name)}"]`)?.scrollIntoView({ block: "center" });
  });
}
