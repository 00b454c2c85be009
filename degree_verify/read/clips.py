"""Whether text is drawn under a clip that may cut it: the operators of a page in their order.

The drawing trace tells what each clip is, but not what stands under it; browsers clip every picture.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_OPERATOR = re.compile(rb"(?<![^\s\]>])(?:[qQ'\"]|W\*?|T[jJ])(?![^\s\[<(/])")
_PAINTED = re.compile(rb"\s+(?:n|[fbB]\*?|[FsS])(?=\s|$)")
"""What follows a clip: the operator that ends its path and puts it into force."""
_UNSAFE = re.compile(rb"[()%]|(?<![^\s])BI\b")
"""What is left of strings within strings, comments and pictures in the stream: what stands in them is no operator."""

DEEPEST = 256
"""Saved states of a page; one with more is no certificate."""


def text_under(contents: bytes, narrow: Collection[int], clips: int) -> bool:
    """Whether text is shown under one of the `narrow` clips, by their numbers, of all `clips` of a page.

    Where the operators cannot be told for sure, or are not as many clips, it may be.
    """
    operators = _STRING.sub(b" ", contents)
    if _UNSAFE.search(operators):
        return True
    saved: list[bool] = []
    cut, number = False, 0
    for found in _OPERATOR.finditer(operators):
        name = found.group()
        if name == b"q":
            saved.append(cut)
        elif name == b"Q":
            cut = saved.pop() if saved else cut
        elif name in (b"W", b"W*"):
            if not _PAINTED.match(operators, found.end()):
                return True
            cut = cut or number in narrow
            number += 1
        elif cut:
            return True
        if len(saved) > DEEPEST:
            return True
    return number != clips
