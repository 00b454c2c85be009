"""Which layout each part of a file follows; explains why for every layout tried."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from degree_verify.model.document import LayoutTrial
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.recognise.titles import find_titles
from degree_verify.timings import stage

TITLE_WEIGHT, FIELDS_WEIGHT, ANCHORS_WEIGHT, ROWS_WEIGHT = 0.4, 0.3, 0.2, 0.1
"""Parts of the score. Without a title nothing counts; anchors and rows tell generations of one title apart."""


NO_ANCHOR = 0.1
"""Taken off where none of the texts stands that speak for a layout: lines may break some of them, hardly all."""


@stage("recognise")
def recognise(pages: Sequence[Page], layouts: tuple[Layout, ...]) -> tuple[Recognition, ...]:
    """The papers of a file in order. Pages of no paper (cover letters) belong to none.

    When no page fits any layout, one Recognition without a layout covers all pages.
    """
    papers: list[Recognition] = []
    left_over: list[Part] = []
    tried: list[LayoutTrial] = []
    for number, page in enumerate(pages):
        pictured = number + 1 < len(pages) and is_picture(pages[number + 1])
        for part, bearers in _parts(page, layouts):
            # Where a title decides, other layouts lack theirs, and nothing more need be known of them.
            trials = [
                _try(layout, part, layout.id in bearers, pictured)
                if layout.id in bearers or not bearers
                else LayoutTrial(layout.id, 0.0, (), (f"title:{layout.title_zh}",), ())
                for layout in layouts
            ]
            best = _best(trials, layouts)
            if best is not None:
                papers.append(Recognition(best, (part,), tuple(trials)))
                continue
            if papers and _continues(papers[-1], part):
                last = papers[-1]
                papers[-1] = Recognition(last.layout, (*last.parts, part), last.trials)
                continue
            left_over.append(part)
            tried = _stronger(tried, trials)
    if papers:
        return tuple(papers)
    return (Recognition(None, tuple(left_over), tuple(tried)),)


def is_picture(page: Page) -> bool:
    """Whether a page is nothing but a picture."""
    return page.full_picture and not any(line.text for line in page.lines)


def _parts(page: Page, layouts: tuple[Layout, ...]) -> list[tuple[Part, frozenset[str]]]:
    """A page cut where a second paper's title stands, each part with the layouts that bear its title."""
    titles = find_titles(page.lines, layouts)
    if not titles:
        return [(Part(page, page.lines), frozenset())]
    parts: list[tuple[Part, frozenset[str]]] = []
    start, bearers = 0, titles[0].layouts
    for before, title in pairwise(titles):
        between = page.lines[before.line : title.line]
        if not _has_labels(between, layouts):  # a browser repeats the title in its header line
            bearers = bearers | title.layouts
            continue
        parts.append((Part(page, page.lines[start : title.line]), bearers))
        start, bearers = title.line, title.layouts
    parts.append((Part(page, page.lines[start:]), bearers))
    return parts


def _has_labels(lines: Sequence[Line], layouts: tuple[Layout, ...]) -> bool:
    text = "\n".join(line.text for line in lines)
    return any(_labelled(layout, text) >= max(2, layout.least_fields) for layout in layouts)


def _labelled(layout: Layout, text: str) -> int:
    return sum(any(label in text for label in field.labels) for field in layout.fields)


def _try(layout: Layout, part: Part, titled: bool, pictured: bool) -> LayoutTrial:
    text = "\n".join(line.text for line in part.lines)
    table = _before_ends(layout, part.lines)
    lowered = text.lower() if layout.language == "en" else text
    found = [f"title:{layout.title_zh}"] if titled else []
    missing = [] if titled else [f"title:{layout.title_zh}"]
    required = [field.name for field in layout.fields if field.required]
    present = [f.name for f in layout.fields if f.required and any(label in text for label in f.labels)]
    anchors = [anchor for anchor in layout.anchors if anchor in lowered]
    excluded = tuple(anchor for anchor in layout.excluded if anchor in table)
    unbroken = table.replace("\n", "")  # a long title breaks in the middle of 学历证明书
    lacking = [p.pattern for p in layout.required_anchors if not p.search(table) and not p.search(unbroken)]
    found += [f"field:{name}" for name in present] + [f"anchor:{anchor}" for anchor in anchors]
    missing += [f"field:{name}" for name in required if name not in present]
    missing += [f"anchor:{pattern}" for pattern in lacking]
    rows = _rows(layout, part.lines)
    score = 0.0
    enough = _labelled(layout, table) >= layout.least_fields
    if not enough:
        missing.append(f"fields:{layout.least_fields}")
    if titled and enough and not excluded and not lacking:
        score = (
            TITLE_WEIGHT
            + FIELDS_WEIGHT * (len(present) / len(required) if required else 1.0)
            + ANCHORS_WEIGHT * (len(anchors) / len(layout.anchors) if layout.anchors else 0.0)
            - (NO_ANCHOR if layout.anchors and not anchors else 0.0)
            + ROWS_WEIGHT * rows
            + (ANCHORS_WEIGHT if layout.picture_page and pictured else 0.0)
            - (ANCHORS_WEIGHT if layout.picture_page and not pictured else 0.0)
        )
    return LayoutTrial(layout.id, round(min(score, 1.0), 4), tuple(found), tuple(missing), excluded)


def _before_ends(layout: Layout, lines: Sequence[Line]) -> str:
    kept = []
    for line in lines:
        if any(line.text.startswith(end) for end in layout.ends):
            break
        kept.append(line.text)
    return "\n".join(kept)


def _rows(layout: Layout, lines: Sequence[Line]) -> float:
    """The share of the layout's pairs of fields that stand as it says, on one row or on their own."""
    pairs = [(pair, True) for pair in layout.same_row] + [(pair, False) for pair in layout.own_rows]
    if not pairs:
        return 0.0
    wanted = {name for pair, _ in pairs for name in pair}
    labels = {field.name: field.labels for field in layout.fields if field.name in wanted}
    stands = {
        name: {number for number, line in enumerate(lines) if any(label in line.text for label in texts)}
        for name, texts in labels.items()
    }
    right = sum(bool(stands[one] & stands[other]) is together for (one, other), together in pairs)
    return right / len(pairs)


def _best(trials: Sequence[LayoutTrial], layouts: tuple[Layout, ...]) -> Layout | None:
    score, best = max(
        ((trial.score, layout) for trial, layout in zip(trials, layouts, strict=True)),
        key=lambda pair: pair[0],
        default=(0.0, None),
    )
    return best if score > 0 else None


def _continues(paper: Recognition, part: Part) -> bool:
    """Whether an untitled part goes on with the paper before it: it holds something of the layout still lacking."""
    layout = paper.layout
    if layout is None:
        return False
    if is_picture(part.page):
        return layout.picture_page
    before = "\n".join(line.text for earlier in paper.parts for line in earlier.lines)
    texts = [*layout.anchors, *layout.ends, *(label for field in layout.fields for label in field.labels)]
    lacking = tuple(text for text in texts if text not in before)
    # At the start of a line: a letter mentions such words in running text.
    return any(line.text.startswith(lacking) for line in part.lines)


def _stronger(known: list[LayoutTrial], new: list[LayoutTrial]) -> list[LayoutTrial]:
    """Of two pages without a match, the trials that came nearer, for the explanation."""
    if not known:
        return new
    return max(known, new, key=lambda trials: max((len(trial.found) for trial in trials), default=0))
