"""Comparison of school names."""

from __future__ import annotations

import re
from functools import lru_cache

from degree_verify.normalise.text import squeeze

_MARKS = re.compile(r"[()\[\]{}〔〕【】·,.、。\-—_'\"“”]")


@lru_cache(maxsize=1 << 14)
def school_key(name: str) -> str:
    """A school's name as compared: width, spaces, brackets and punctuation folded away.

    >>> school_key("中国石油大学（华东）") == school_key("中国石油大学 (华东)")
    True
    """
    return _MARKS.sub("", squeeze(name)).lower()
