"""The issuer's answer page: the report's fields, or which of its known sentences stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from degree_verify.lookup.visible_text import PICTURE, visible_text
from degree_verify.model.document import ReadFrom, Reading
from degree_verify.model.geometry import Box
from degree_verify.model.lookup import AnswerState, Reason
from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.labelled import FIELD_LABELS, labelled_value
from degree_verify.normalise.names import is_person_name
from degree_verify.normalise.text import fold, is_gibberish, squeeze
from degree_verify.normalise.vocabulary import (
    canonical_category,
    canonical_completion,
    canonical_gender,
    canonical_level,
    duration_years,
)

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""The place of a reading that stands on no page of the paper."""

LONGEST_VALUE = 100
"""Characters; no value of a report is nearly as long."""

_SENTENCES: Mapping[str, AnswerState] = {
    "在线验证报告已过期": AnswerState.EXPIRED,
    "在线验证报告已关闭": AnswerState.CLOSED,
    "此在线验证码无效": AnswerState.NOT_FOUND,
    "系统检测到非法访问,不合要求的在线验证码": AnswerState.MALFORMED,
}
"""How the issuer's sentences begin, squeezed."""

_LONGEST_REST = 20
"""Characters that may follow; where more follows, the words are explained, not said."""

_CHALLENGE = re.compile(
    r"图[片形]验证码|请?输入(?:图[中片]|右侧|下方|下图)?(?:的)?验证码|看不清|换一[张个]|滑块|拖动|人机|安全验证|点击验证|访问验证"
    r"|访问过于频繁|captcha|geetest|verify you are",
    re.IGNORECASE,
)
_CHALLENGE_MARKUP = re.compile(
    r"<(?:img|input|iframe|canvas|div|script)\b[^<>]{0,300}(?:captcha|yzm|geetest|verifycode|checkcode)", re.IGNORECASE
)
_LOGIN = re.compile(r"请(?:先)?登[录陆]|(?:用户|账号|帐号)登[录陆]|忘记密码")
_ORIGINAL = re.compile(r"\(?\s*原证书编号\s*:\s*([0-9A-Za-z ]+)\)?")
"""Stands in the cell of a replacement certificate's own number."""

_LEAST_FIELDS = 5
"""Fields of a report that must be there: a form to fill in has fewer."""


class Content(NamedTuple):
    """What a body says."""

    state: AnswerState
    fields: Mapping[str, Reading]
    reason: Reason = Reason.NONE


def read_page(body: bytes) -> Content:
    """What a page says. Never raises; a page that says two things at once says nothing."""
    text = decoded(body)
    if text is None:
        return nothing(Reason.UNREADABLE)
    shown = visible_text(text)
    said = {state for part in shown if (state := _sentence(squeeze(part))) is not None}
    fields = _report(shown)
    if said and not fields and not _challenged(shown, text):
        return Content(said.pop(), {}) if len(said) == 1 else nothing(Reason.UNREADABLE)
    if fields and not said:
        return Content(AnswerState.REPORT, fields)
    if fields:
        return nothing(Reason.UNREADABLE)
    if _challenged(shown, text):
        return Content(AnswerState.CAPTCHA, {})
    return nothing(Reason.LOGIN if any(_LOGIN.search(part) for part in shown) else Reason.UNREADABLE)


def nothing(reason: Reason) -> Content:
    return Content(AnswerState.UNAVAILABLE, {}, reason)


def decoded(body: bytes) -> str | None:
    """Text in UTF-8 or GB 18030, whichever it is without an error; what the server calls it is not trusted."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def reading(field: str, raw: str) -> Reading | None:
    """A value as a reading; None for what can be no value of its kind: it is then not compared, never a difference."""
    text = raw.strip()
    if not text or len(text) > LONGEST_VALUE or is_gibberish(text) or not squeeze(text).strip("*-—"):
        return None
    value = labelled_value(field, text)
    plausible = _PLAUSIBLE.get(field)
    if plausible is not None and not plausible(value):
        return None
    return Reading(field, value, text, ReadFrom.ONLINE, 0, NOWHERE)


def _is_day(text: str) -> bool:
    return parse_date(text) is not None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isalnum() and any(char.isdigit() for char in text)


_PLAUSIBLE: Mapping[str, Callable[[str], object]] = {
    "name": is_person_name,
    "president": is_person_name,
    "gender": canonical_gender,
    "level": canonical_level,
    "category": canonical_category,
    "completion": canonical_completion,
    "duration": duration_years,
    "certificate_number": _is_number,
    "original_certificate_number": _is_number,
    "verification_code": _is_number,
    **dict.fromkeys(("birth_date", "enrolment_date", "graduation_date", "update_date", "valid_until"), _is_day),
}


def _sentence(text: str) -> AnswerState | None:
    for start, state in _SENTENCES.items():
        if text.startswith(start) and len(text) <= len(start) + _LONGEST_REST:
            return state
    return None


def _challenged(shown: Sequence[str], markup: str) -> bool:
    """Whether the page wants to see a person: by its words, its markup, or because it is a script and nothing else."""
    bare = not any(part != PICTURE for part in shown) and "<script" in markup.lower()
    return bare or any(_CHALLENGE.search(fold(part)) for part in shown) or bool(_CHALLENGE_MARKUP.search(markup))


def _report(shown: Sequence[str]) -> dict[str, Reading]:
    """The fields of a report; empty when the page is none. What stands there twice, differently, is left out."""
    found: dict[str, Reading | None] = {}
    for field, raw in _pairs(shown):
        value = reading(field, raw)
        known = found.get(field, value)
        same = value is not None and known is not None and value.value == known.value
        found[field] = value if same else None
    fields = {name: value for name, value in found.items() if value is not None}
    return fields if len(fields) >= _LEAST_FIELDS else {}


def _pairs(shown: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Fields with what stands beside their labels: in the same text behind the label, else in the next one."""
    for place, part in enumerate(shown):
        text = fold(part)
        for original in _ORIGINAL.findall(text):
            yield "original_certificate_number", original
        field, rest = _labelled(text)
        if field is None:
            continue
        following = fold(shown[place + 1]) if place + 1 < len(shown) else ""
        beside = "" if following == PICTURE or _labelled(following)[0] else following
        yield field, _ORIGINAL.sub("", rest or beside)


def _labelled(text: str) -> tuple[str | None, str]:
    """The field whose label a folded text is or begins with, and what stands behind it."""
    field = FIELD_LABELS.get(squeeze(text))
    if field is not None:
        return field, ""
    for separator in (":", " "):
        label, _, rest = text.partition(separator)
        field = FIELD_LABELS.get(squeeze(label))
        if field is not None:
            return field, rest.strip()
    return None, ""
