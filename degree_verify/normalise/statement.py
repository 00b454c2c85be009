"""What a paper says of a qualification, in a form that other papers of the same one can be compared with."""

from __future__ import annotations

import json

from rapidfuzz.distance import Levenshtein

from degree_verify.model.document import Document, ReadFrom, Reading
from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.agreement import Agreement, compared

COMMON = (
    *("name", "gender", "birth_date", "enrolment_date", "graduation_date", "school", "level", "category", "completion"),
    "certificate_number",
)
"""Fields in which a record and a certification report of one qualification agree in meaning."""

OF_ONE_KIND = ("duration", "major", "study_form", "president")
"""Fields that papers of one kind print alike; another kind words them otherwise or was typed by others."""

OPEN = ("name", "school", "major", "president", "certificate_number")
"""Fields whose values come from no list, so that a character misread in a picture gives another value."""

CONFIDENCE, LOWEST = 0.9, 0.95
"""Confidence of a value from a picture, and of its lowest character, from which on it is compared at all."""


def is_sure(reading: Reading) -> bool:
    """Whether a value was read well enough to speak against another one."""
    return reading.read_from is not ReadFrom.OCR or (reading.confidence >= CONFIDENCE and reading.lowest >= LOWEST)


def statement_of(document: Document) -> str | None:
    """What a paper says of a qualification as JSON; None where nothing was read. Of a 学历证明书 the number is the
    original certificate's."""
    values: dict[str, str] = {}
    pictured: list[str] = []
    for name in (*COMMON, *OF_ONE_KIND):
        reading = document.fields.get(name)
        if name == "certificate_number":
            reading = document.fields.get("original_certificate_number", reading)
        if reading is None:
            continue
        if not is_sure(reading):
            continue
        if reading.read_from is ReadFrom.OCR:
            pictured.append(name)
        values[name] = reading.value
    if not values:
        return None
    return json.dumps({"type": document.type.value, "fields": values, "pictured": pictured}, ensure_ascii=False)


def contradicted(own: str | None, statement: str | None, schools: SchoolTable) -> list[str]:
    """The fields in which two statements cannot both be right."""
    if own is None or statement is None or own == statement:  # most often the same paper handed in again
        return []
    mine, other = json.loads(own), json.loads(statement)
    names = COMMON if mine["type"] != other["type"] else (*COMMON, *OF_ONE_KIND)
    unsure = {*mine["pictured"], *other["pictured"]} & set(OPEN)
    return [
        name
        for name in names
        if name in mine["fields"]
        and name in other["fields"]
        and _differ(name, mine["fields"][name], other["fields"][name], schools, unsure=name in unsure)
    ]


def _differ(name: str, mine: str, other: str, schools: SchoolTable, *, unsure: bool) -> bool:
    if unsure and Levenshtein.distance(mine, other, score_cutoff=1) <= 1:
        return False
    return compared(name, mine, other, schools) is Agreement.DIFFERENT
