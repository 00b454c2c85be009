"""The words of reports, tables and terminal, in Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from degree_verify.resources import templates

LANGUAGES = ("zh", "en")


class Both(NamedTuple):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def said_in(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@cache
def texts(lang: str) -> Mapping[str, Mapping[str, str]]:
    """All words of one language: tables of strings."""
    path = templates() / "report" / f"texts.{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def same(text: str) -> Both:
    """Data, which reads the same in both languages."""
    return Both(text, text)


def say(table: str, key: str, **facts: object) -> Both:
    """The words of a table for a key, with the facts filled in. Raises KeyError for a key that has none."""
    return Both(*(texts(lang)[table][key].format_map(facts) for lang in LANGUAGES))


def call(table: str, kind: str) -> Both:
    """What a value of the model is called; one that has no words yet is shown as it is."""
    return Both(*(texts(lang)[table].get(kind, kind) for lang in LANGUAGES))
