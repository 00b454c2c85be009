"""What every file is read and judged with."""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.layout import Layout
from degree_verify.model.ocr import Ocr
from degree_verify.model.policy import Policy
from degree_verify.model.schools import SchoolTable


@dataclass(frozen=True, slots=True)
class Tools:
    """Layouts, schools and policy of a run."""

    layouts: tuple[Layout, ...]
    schools: SchoolTable
    policy: Policy
    ocr: Ocr = Ocr.AUTO
