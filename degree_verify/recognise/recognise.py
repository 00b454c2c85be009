"""Which layout each part of a file follows; explains why for every layout tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from degree_verify.model.document import LayoutTrial
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.recognise.lookalikes import lookalike
from degree_verify.recognise.titles import find_titles
from degree_verify.timings import stage

TITLE_WEIGHT, FIELDS_WEIGHT, ANCHORS_WEIGHT, ROWS_WEIGHT = 0.4, 0.3, 0.2, 0.1
"""Parts of the score. Without a title nothing counts; anchors and rows tell generations of one title apart."""


NO_ANCHOR = 0.1
"""Taken off where none of the texts stands that speak for a layout: lines may break some of them, hardly all."""

CELL_GAP = 0.8
"""Units of the font size: free space that sets two cells apart."""

CLOSE = 1.7
"""Units of the font size between the lines of one cell."""

SHORT = 6
"""Glyphs: no line of a broken label is longer."""

_NUMBER = re.compile(r"^\d{1,2}[、.)]?")


@stage("recognise")
def recognise(pages: Sequence[Page], layouts: tuple[Layout, ...]) -> tuple[Recognition, ...]:
    """The papers of a file in order. Pages of no paper (cover letters) belong to none.

    When no page fits any layout, one Recognition without a layout covers all pages.
    """
    papers: list[_Paper] = []
    left_over: list[Part] = []
    tried: list[LayoutTrial] = []
    for number, page in enumerate(pages):
        pictured = number + 1 < len(pages) and is_picture(pages[number + 1])
        for part, bearers in _parts(page, layouts):
            paper = _judged(_Paper((part,), bearers, pictured), layouts)
            if paper.layout is not None:
                papers.append(paper)
            elif papers and not bearers and _continues(papers[-1], part, layouts):
                longer = replace(papers[-1], parts=(*papers[-1].parts, part))
                # What tells the generations of one title apart may stand on the later page.
                again = _judged(longer, layouts)
                papers[-1] = longer if again.layout is None else again
            else:
                left_over.append(part)
                tried = _stronger(tried, paper.trials)
    if papers:
        return tuple(Recognition(paper.layout, paper.parts, paper.trials) for paper in papers)
    return (Recognition(None, tuple(left_over), tuple(tried)),)


@dataclass(frozen=True, slots=True)
class _Paper:
    """Parts that may be one paper: the layouts that bear its title, and whether a page with only a picture follows."""

    parts: tuple[Part, ...]
    bearers: frozenset[str]
    pictured: bool
    layout: Layout | None = None
    trials: tuple[LayoutTrial, ...] = ()


def _judged(paper: _Paper, layouts: tuple[Layout, ...]) -> _Paper:
    """The paper with the layout that fits best."""
    words = _Words([line for part in paper.parts for line in part.lines])
    # Where a title decides, other layouts lack theirs, and nothing more need be known of them.
    trials = tuple(
        _try(layout, words, layout.id in paper.bearers, paper.pictured)
        if layout.id in paper.bearers or not paper.bearers
        else LayoutTrial(layout.id, 0.0, (), (f"title:{layout.title_zh}",), ())
        for layout in layouts
    )
    return replace(paper, layout=_best(trials, layouts), trials=trials)


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
    words = _Words(lines)
    return any(_labelled(layout, words, len(lines)) >= max(2, layout.least_fields) for layout in layouts)


class _Words:
    """On which lines of a part words stand. Layouts share most of their labels, so each is looked for once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._whole = lines
        self._lines = [line.text for line in lines]
        self.text = "\n".join(self._lines)
        self._known: dict[str, tuple[int, ...]] = {}

    def lines_with(self, word: str) -> tuple[int, ...]:
        known = self._known.get(word)
        if known is None:
            stands = word in self.text
            known = tuple([n for n, line in enumerate(self._lines) if word in line]) if stands else ()
            self._known[word] = known
        return known

    def above(self, word: str, end: int) -> bool:
        """Whether a word stands above line `end`."""
        lines = self.lines_with(word)
        return bool(lines) and lines[0] < end

    def end_of_table(self, layout: Layout) -> int:
        """The first line below a layout's table of fields."""
        return next((n for n, line in enumerate(self._lines) if line.startswith(layout.ends)), len(self._lines))

    def holds(self, word: str, end: int) -> bool:
        """Whether a word stands above line `end`, in one piece or as a label broken over two lines of its cell."""
        return self.above(word, end) or (self._characters.issuperset(word) and word in self._stacked)

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset(self.text)

    @cached_property
    def _stacked(self) -> frozenset[str]:
        """What each two short pieces of text read that stand right below each other."""
        rows = [(line, _short_pieces(line)) for line in self._whole]
        return frozenset(
            (upper + lower).removesuffix(":")
            for number, (line, uppers) in enumerate(rows)
            for below, lowers in rows[number + 1 : number + 4]
            if below.middle - line.middle < CLOSE * line.glyphs[0].size
            for upper, x0, x1 in uppers
            for lower, left, right in lowers
            if x0 < right and left < x1
        )

    def before(self, end: int) -> str:
        return "\n".join(self._lines[:end])


def _short_pieces(line: Line) -> list[tuple[str, float, float]]:
    """Stretches of a line as short as a label, with their left and right edges."""
    return [
        ("".join([glyph.text for glyph in piece]), piece[0].x0, piece[-1].x1)
        for piece in line.stretches(CELL_GAP)
        if len(piece) <= SHORT
    ]


def _labelled(layout: Layout, words: _Words, end: int) -> int:
    return sum(any(words.above(label, end) for label in field.labels) for field in layout.fields)


def _try(layout: Layout, words: _Words, titled: bool, pictured: bool) -> LayoutTrial:
    end = words.end_of_table(layout)
    lowered = words.text.lower() if layout.language == "en" else words.text
    found = [f"title:{layout.title_zh}"] if titled else []
    missing = [] if titled else [f"title:{layout.title_zh}"]
    required = [field.name for field in layout.fields if field.required]
    present = [f.name for f in layout.fields if f.required and any(words.lines_with(label) for label in f.labels)]
    anchors = [anchor for anchor in layout.anchors if anchor in lowered or words.holds(anchor, 0)]
    excluded = tuple(anchor for anchor in layout.excluded if words.holds(anchor, end))
    table = words.before(end) if layout.required_anchors else ""
    unbroken = table.replace("\n", "")  # a long title breaks in the middle of 学历证明书
    lacking = [p.pattern for p in layout.required_anchors if not p.search(table) and not p.search(unbroken)]
    found += [f"field:{name}" for name in present] + [f"anchor:{anchor}" for anchor in anchors]
    missing += [f"field:{name}" for name in required if name not in present]
    missing += [f"anchor:{pattern}" for pattern in lacking]
    score = 0.0
    enough = _labelled(layout, words, end) >= layout.least_fields
    if not enough:
        missing.append(f"fields:{layout.least_fields}")
    if titled and enough and not excluded and not lacking:
        score = (
            TITLE_WEIGHT
            + FIELDS_WEIGHT * (len(present) / len(required) if required else 1.0)
            + ANCHORS_WEIGHT * (len(anchors) / len(layout.anchors) if layout.anchors else 0.0)
            - (NO_ANCHOR if layout.anchors and not anchors else 0.0)
            + ROWS_WEIGHT * _rows(layout, words)
            + (ANCHORS_WEIGHT if layout.picture_page and pictured else 0.0)
            - (ANCHORS_WEIGHT if layout.picture_page and not pictured else 0.0)
        )
    return LayoutTrial(layout.id, round(min(score, 1.0), 4), tuple(found), tuple(missing), excluded)


def _rows(layout: Layout, words: _Words) -> float:
    """The share of the layout's pairs of fields that stand as it says, on one row or on their own."""
    pairs = [(pair, True) for pair in layout.same_row] + [(pair, False) for pair in layout.own_rows]
    if not pairs:
        return 0.0
    wanted = {name for pair, _ in pairs for name in pair}
    stands = {
        field.name: {number for label in field.labels for number in words.lines_with(label)}
        for field in layout.fields
        if field.name in wanted
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


def _continues(paper: _Paper, part: Part, layouts: tuple[Layout, ...]) -> bool:
    """Whether an untitled part goes on with the paper before it: it holds something of the layout still lacking, or
    of another one with the same title.
    """
    layout = paper.layout
    if layout is None:
        return False
    if is_picture(part.page):
        return layout.picture_page
    if lookalike([replace(part.page, lines=part.lines)]) == "certificate":
        return False
    before = "\n".join(line.text for earlier in paper.parts for line in earlier.lines)
    # Another label of a field that stands there already is that of another form.
    fields = [field for field in layout.fields if not any(label in before for label in field.labels)]
    texts = [*layout.anchors, *layout.ends, *(label for field in fields for label in field.labels)]
    texts += [anchor for other in layouts if other.id in paper.bearers for anchor in other.anchors]
    lacking = tuple(text for text in texts if text not in before)
    # At the start of a line, or behind its number: a letter mentions such words in running text.
    return any(_NUMBER.sub("", line.text).startswith(lacking) for line in part.lines)


def _stronger(known: Sequence[LayoutTrial], new: Sequence[LayoutTrial]) -> list[LayoutTrial]:
    """Of two pages without a match, the trials that came nearer, for the explanation."""
    if not known:
        return list(new)
    return list(max(known, new, key=lambda trials: max((len(trial.found) for trial in trials), default=0)))
