"""The table of schools and their certificate codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class School:
    """One school code: the five digits that open its certificate numbers, its current and its former names."""

    code: str
    name: str
    former_names: tuple[str, ...] = ()
    place: str = ""
    level: str = ""  # 本科 or 专科: the highest the school offers


@dataclass(frozen=True, slots=True)
class SchoolTable:
    """Schools by code, and codes by normalised name (current and former; one name can have several codes)."""

    by_code: Mapping[str, School]
    codes_by_name: Mapping[str, tuple[str, ...]]
    source: str = ""
