"""How a record is put on paper: spelling of labels, form of values, what is left out or drawn as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.records import Record

_FULL_WIDTH = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
)
_DATES = ("birth_date", "enrolment_date", "graduation_date", "update_date", "print_date", "valid_until")
_NUMBERS = ("certificate_number", "original_certificate_number", "report_number", "verification_code")


@dataclass(frozen=True, slots=True)
class Look:
    """One way to print. Field names are the canonical ones.

    `dates` gives the form of a date by field (padded, unpadded, iso, dotted, chinese), `printed` the printed text of a
    field where it is not formed from the value, `labels` other words for a label.
    """

    brackets: str = "full"  # of labels: full or half width
    colon: str = ""
    spaced_labels: bool = False
    grouped: bool = True  # certificate numbers in groups of four
    full_width_digits: bool = False
    dates: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()  # the row stands there, empty
    left_out: tuple[str, ...] = ()  # no row at all
    unknown: tuple[str, ...] = ()  # printed as ＊
    as_picture: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()  # white on white: only a program sees it
    glyphs_apart: bool = False
    code_drawing: str = "picture"  # picture, vector, damaged, none
    code_caption: str = "right"  # where the code stands from its caption: right or below
    ornament: bool = False  # the mini-program's round code
    photo: bool = True
    ruled: bool = True
    break_after: str | None = None  # the field after whose row a second page begins

    def label(self, name: str, usual: str) -> str:
        """The label of a field as printed."""
        text = self.labels.get(name, usual)
        if self.brackets == "half":
            text = text.replace("（", "(").replace("）", ")")
        if self.spaced_labels:
            text = f"{text[0]}　　{text[1]}" if len(text) == 2 else " ".join(text) if len(text) < 6 else text
        return text + self.colon

    def value(self, record: Record, name: str, date_form: str = "padded") -> str:
        """The value of a field as printed; empty where nothing is."""
        if name in self.blank or name in self.as_picture:
            return ""
        if name in self.unknown:
            return "＊"
        if name in self.printed:
            return self.printed[name]
        text = record[name]
        if name in _DATES and text:
            text = day(text, self.dates.get(name, date_form))
        elif name in ("certificate_number", "original_certificate_number") and self.grouped:
            text = " ".join(text[i : i + 4] for i in range(0, len(text), 4))
        elif name == "verification_code" and len(text) == 12:
            text = f"{text[:4]} {text[4:8]} {text[8:]}"
        if self.full_width_digits and name in (*_DATES, *_NUMBERS, "duration"):
            text = text.translate(_FULL_WIDTH)
        return text


def day(iso: str, form: str = "padded") -> str:
    """An ISO date, or a month, as papers print it."""
    parts = iso.split("-")
    if form == "iso":
        return iso
    if form == "dotted":
        return ".".join(parts)
    if form == "chinese":
        year = "".join("〇一二三四五六七八九"[int(digit)] for digit in parts[0])
        return f"{year}年" + "".join(_numeral(int(part)) + unit for part, unit in zip(parts[1:], "月日", strict=False))
    if form == "unpadded":
        parts = [str(int(part)) for part in parts]
    return "".join(part + unit for part, unit in zip(parts, "年月日", strict=False))


def _numeral(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )
