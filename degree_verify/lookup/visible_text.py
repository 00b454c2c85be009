"""The visible text of a web page, in time that grows with its length only.

The parsers of the standard library take minutes for a hostile megabyte, and the answer of a server is hostile input.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

PICTURE = "\ufffc"
"""Stands where the page shows a picture."""

_MARK = re.compile(r"<(?:!--|[!?]|(/?)([a-zA-Z][a-zA-Z0-9-]*))")
_RAW = frozenset({"script", "style", "title", "textarea", "noscript", "template", "select", "iframe", "svg"})
"""Elements whose content nobody sees on the page."""

_INLINE = frozenset({"b", "strong", "i", "em", "u", "font", "big", "small", "a", "wbr"})
"""Elements that stand within a line of text."""

_PICTURES = frozenset({"img", "canvas", "object", "embed", "video"})
_VOID = frozenset({"input", "br", "hr", "col", "source", "track", "area", "meta", "link", "base", "wbr", *_PICTURES})
"""Elements without content, which are never closed."""

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?<=\s)hidden(?=[\s=/>]|$)", re.IGNORECASE)


def visible_text(page: str) -> list[str]:
    """The texts of a page in its order, cut wherever an element begins or ends that is not a mere change of type.

    A picture is `PICTURE`, an element without any content the empty text.
    """
    texts: list[str] = []
    running: list[str] = []
    opened = ""  # the element that the last mark opened, if nothing has come since

    def end_text() -> None:
        text = " ".join(html.unescape("".join(running)).split())
        running.clear()
        if text:
            texts.append(text)

    for kind, content in _tokens(page):
        if kind == "text":
            running.append(content)
            opened = "" if content.strip() else opened
        elif kind in _PICTURES:
            end_text()
            texts.append(PICTURE)
            opened = ""
        elif kind not in _INLINE:
            end_text()
            if content == "/" and kind == opened:
                texts.append("")
            opened = "" if content == "/" or kind in _VOID else kind
    end_text()
    return texts


def _tokens(page: str) -> Iterator[tuple[str, str]]:
    """Text, and elements by name, with "/" where one ends; what lies inside hidden elements is left out."""
    at = 0
    while mark := _MARK.search(page, at):
        yield "text", page[at : mark.start()]
        closing, name = mark.group(1), (mark.group(2) or "").lower()
        if not name:
            at = _past(page, "-->" if mark.group() == "<!--" else ">", mark.end())
            continue
        at = _end_of_tag(page, mark.end())
        hidden = not closing and (name in _RAW or _HIDING.search(page, mark.end(), at) is not None)
        if hidden and name not in _VOID:
            at = _end_of_element(page, name, at)
        if not (hidden and name in _PICTURES):
            yield name, closing
    yield "text", page[at:]


def _past(page: str, end: str, at: int) -> int:
    found = page.find(end, at)
    return len(page) if found < 0 else found + len(end)


def _end_of_tag(page: str, at: int) -> int:
    """The place after the `>` of a tag, those between quotes left aside."""
    quote = ""
    for place in range(at, len(page)):
        char = page[place]
        if quote:
            quote = "" if char == quote else quote
        elif char == ">":
            return place + 1
        elif char in "\"'" and page[place - 1] == "=":
            quote = char
    return len(page)


def _end_of_element(page: str, name: str, at: int) -> int:
    """The place after the element's own closing tag; the end of the page when it is never closed."""
    depth = 1
    for mark in re.compile(rf"<(/?){name}(?=[\s/>])", re.IGNORECASE).finditer(page, at):
        depth += -1 if mark.group(1) else 1
        if depth == 0 or (mark.group(1) and name in _RAW):
            return _past(page, ">", mark.end())
    return len(page)
