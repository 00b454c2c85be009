"""The look-up list as data for the page's script: what is shown of each code, and how notes are written to a file."""

from __future__ import annotations

from typing import Any

from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.model.worklist import COLUMNS, WORDS, Task
from degree_verify.report.data import words
from degree_verify.report.masked import candidate_number, masked, plain, veil
from degree_verify.report.redaction import mask_path
from degree_verify.report.texts import Both
from degree_verify.report.worklist import in_fours, settings_of, task_of
from degree_verify.rules.registry import messages

WRITTEN = ("path", "index", "code", "result", "differing", "day", "note")
"""The columns that a list needs to be taken back in."""

COMPARED = (
    "name",
    "gender",
    "birth_date",
    "enrolment_date",
    "graduation_date",
    "school",
    "major",
    "category",
    "level",
    "study_form",
    "completion",
    "certificate_number",
)
"""Fields that the issuer's page shows, and of which a person may say that they differ."""

SHOWN = ("birth_date", "school", "level", "graduation_date", "certificate_number")
"""What a person needs to compare at first sight, besides the name."""


class Lookups:
    """The tasks of a run's results, as they are given."""

    def __init__(self, run: Run) -> None:
        self._settings = settings_of(run)
        self._tasks: list[dict[str, Any]] = []

    def take(self, number: int, result: Result, shown: Result) -> None:
        if (task := task_of(result, shown, self._settings, redact=False)) is not None:
            self._tasks.append(_shown(result, task))

    def in_order(self) -> list[dict[str, Any]]:
        """The tasks, those first without which a paper cannot be accepted."""
        return sorted(self._tasks, key=lambda task: not task["needed"])


def _shown(result: Result, task: Task) -> dict[str, Any]:
    """One task. Its file is named by a mark (`paper`), since names of files can hold numbers."""
    candidate = result.match.candidate
    return {
        "paper": mask_path(task.path),
        "index": task.index,
        "file": veil(result)(task.path),
        "name": masked(task.values.get("name", "")),
        "examinee": candidate_number(candidate) if candidate else "",
        "values": [_value(name, task.values[name]) for name in SHOWN if name in task.values],
        "code": task.code,
        "link": task.link,
        "needed": task.needed,
        "why": list(task.why),
        "noted": task.noted.value if task.noted else None,
        "differing": list(task.differing),
        "day": task.day.isoformat() if task.day else "",
        "note": masked(task.note),
    }


def _value(name: str, text: str) -> str:
    """A value; the certificate's number in full, as elsewhere in the report: it is there to be compared."""
    return plain(in_fours(text)) if name == "certificate_number" else masked(text)


def lookup_words() -> dict[str, Any]:
    """The states to choose from, the fields that may differ, and the headers of the file."""
    labels = {lang: messages(lang)["fields"] for lang in ("zh", "en")}
    return {
        "states": [
            {"state": state.value, "words": words(Both(known[0], next(word for word in known if word.isascii())))}
            for state, known in WORDS.items()
        ],
        "fields": [{"name": name, "label": words(Both(labels["zh"][name], labels["en"][name]))} for name in COMPARED],
        "headers": [COLUMNS[name] for name in WRITTEN],
    }
