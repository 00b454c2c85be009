"""What a PDF does when it is opened, clicked on or left, beside plain links: it opens, starts, runs or sends something.

Readers of PDF files show nothing of it. The file is only walked here: nothing in it is run, opened or followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from degree_verify.model.geometry import Box
from degree_verify.timings import stage

LONGEST = 4096
"""Characters of an address or a script that are looked at."""

DEEPEST = 12
"""Actions one behind the other, and levels of a tree of scripts. No paper nests half as deep."""

MOST, MOST_ENTRIES = 200, 5000
"""Actions of a page, or of a file as a whole, that are told, and annotations of a page that are looked at."""

UNFOLLOWED = "unfollowed"
"""Kind of what stands for all beyond these bounds: behind it may lie anything."""

_PLAIN = frozenset({"URI", "GoTo", "GoToR"})
"""What a link annotation does first is read as a link."""

_STARTS = {"Launch": "launch", "SubmitForm": "submit-form", "ImportData": "import-data"}

_SHOWS = frozenset({"Hide", "SetOCGState", "Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView"})
"""Actions that change what the page shows, or play something."""


class Action(NamedTuple):
    """One action: `kind` is uri, launch, javascript, submit-form, import-data, show or UNFOLLOWED; `target` its
    address, file or script.

    `box` is the place to click on, on the page as displayed; None where no click is needed or none can be told.
    """

    kind: str
    target: str
    box: Box | None


@stage("decode")
def read_actions(handle: Any) -> dict[int, list[Action]]:
    """The actions of an opened PDF by page, less those that PyMuPDF lists as links; those of the file as a whole, when
    it is opened, printed or closed, and the scripts that it runs, stand under 0.

    To be asked before the pages are read, which takes off what lies on them.
    """
    found = {number + 1: _of_page(handle[number]) for number in range(handle.page_count)}
    return {number: actions for number, actions in ({0: _of_file(handle)} | found).items() if actions}


def _of_page(native: Any) -> list[Action]:
    page = mupdf.pdf_page_from_fz_page(native.this).obj()
    walk = _Walk()
    walk.triggers(_get(page, "AA"), None)
    to_displayed = native.transformation_matrix * native.rotation_matrix
    annotations = _get(page, "Annots")
    for index in range(walk.upto(mupdf.pdf_array_len(annotations), MOST_ENTRIES)):
        annotation = mupdf.pdf_array_get(annotations, index)
        rectangle = mupdf.pdf_dict_get_rect(annotation, mupdf.pdf_new_name("Rect"))
        box = Box(*(pymupdf.Rect(rectangle.x0, rectangle.y0, rectangle.x1, rectangle.y1) * to_displayed))
        link = _name(annotation, "Subtype") == "Link"
        walk.action(_get(annotation, "A"), box, plain=link)
        walk.action(_get(annotation, "PA"), box)
        walk.triggers(_get(annotation, "AA"), box)
    return walk.all()


def _of_file(handle: Any) -> list[Action]:
    document = pymupdf._as_pdf_document(handle)  # PyMuPDF itself shows no objects
    catalogue = _get(mupdf.pdf_trailer(document), "Root")
    walk = _Walk()
    walk.action(_get(catalogue, "OpenAction"), None)
    walk.triggers(_get(catalogue, "AA"), None)
    walk.scripts(_get(_get(catalogue, "Names"), "JavaScript"))
    walk.bookmarks(_get(_get(catalogue, "Outlines"), "First"))
    return walk.all()


class _Walk:
    """One way through actions that may lead back to themselves: each object of the file is entered once."""

    def __init__(self) -> None:
        self._found: list[Action] = []
        self._entered: set[int] = set()
        self._whole = True

    def all(self) -> list[Action]:
        """The actions found; the last one says whether some were not followed."""
        return self._found if self._whole else [*self._found, Action(UNFOLLOWED, "", None)]

    def upto(self, count: int, most: int) -> int:
        """How many of so many are looked at."""
        self._whole = self._whole and count <= most
        return min(count, most)

    def triggers(self, entry: Any, box: Box | None) -> None:
        """All actions of a dictionary of events."""
        if self._enters(entry, 0) and mupdf.pdf_is_dict(entry):
            for index in range(self.upto(mupdf.pdf_dict_len(entry), MOST)):
                self.action(mupdf.pdf_dict_get_val(entry, index), box)

    def action(self, entry: Any, box: Box | None, depth: int = 0, *, plain: bool = False) -> None:
        """An action and those that follow it. `plain`: it is a link's own."""
        if not self._enters(entry, depth):
            return
        if mupdf.pdf_is_array(entry) and depth:  # the first one's array is a place in the file
            for index in range(self.upto(mupdf.pdf_array_len(entry), MOST)):
                self.action(mupdf.pdf_array_get(entry, index), box, depth + 1)
        if not mupdf.pdf_is_dict(entry):
            return
        if not (plain and _name(entry, "S") in _PLAIN):
            self._found += [Action(kind, target[:LONGEST], box) for kind, target in _does(entry)]
        self.action(_get(entry, "Next"), box, depth + 1)

    def scripts(self, entry: Any, depth: int = 0) -> None:
        """All scripts of a tree of names."""
        if not self._enters(entry, depth) or not mupdf.pdf_is_dict(entry):
            return
        names, kids = _get(entry, "Names"), _get(entry, "Kids")
        for index in range(1, self.upto(mupdf.pdf_array_len(names), 2 * MOST), 2):
            self.action(mupdf.pdf_array_get(names, index), None)
        for index in range(self.upto(mupdf.pdf_array_len(kids), MOST)):
            self.scripts(mupdf.pdf_array_get(kids, index), depth + 1)

    def bookmarks(self, entry: Any, depth: int = 0) -> None:
        """The actions of bookmarks that stand on one level, and of those below them."""
        while self._enters(entry, depth) and mupdf.pdf_is_dict(entry):
            self.action(_get(entry, "A"), None)
            self.bookmarks(_get(entry, "First"), depth + 1)
            entry = _get(entry, "Next")

    def _enters(self, entry: Any, depth: int) -> bool:
        if not (mupdf.pdf_is_dict(entry) or mupdf.pdf_is_array(entry)):
            return False
        if depth > DEEPEST or len(self._found) >= MOST:
            self._whole = False
            return False
        number = mupdf.pdf_to_num(entry)
        new = not number or number not in self._entered
        self._entered.add(number)
        return new


def _does(entry: Any) -> Iterator[tuple[str, str]]:
    """What an action by itself does, as far as it leaves the file."""
    kind = _name(entry, "S")
    script = _get(entry, "JS")
    if kind == "JavaScript" or mupdf.pdf_is_string(script) or mupdf.pdf_is_stream(script):
        yield "javascript", _text(script)  # one kept as a stream may be of any length, and is not looked into
    if kind == "URI":
        yield "uri", _text(_get(entry, "URI"))
    elif kind in _STARTS:
        yield _STARTS[kind], _file(_get(entry, "F")) or _file(_get(entry, "Win"))
    elif kind in ("GoToR", "GoToE", "Thread") and (target := _file(_get(entry, "F"))):
        yield ("uri" if "://" in target else "launch"), target
    elif kind == "GoToE":
        yield "launch", ""
    elif kind in _SHOWS and not mupdf.pdf_is_string(script):
        yield "show", kind


def _file(entry: Any) -> str:
    """The name or address in a file specification."""
    return _text(entry) or _text(_get(entry, "UF")) or _text(_get(entry, "F"))


def _get(entry: Any, key: str) -> Any:
    return mupdf.pdf_dict_gets(entry, key)


def _name(entry: Any, key: str) -> str:
    return str(mupdf.pdf_to_name(_get(entry, key)))


def _text(entry: Any) -> str:
    return str(mupdf.pdf_to_text_string(entry)) if mupdf.pdf_is_string(entry) else ""
