"""Everything a province or a term decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from degree_verify.model.outcome import Severity


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a report counts, in months from 更新日期/制表日期 where no end is printed."""

    shortest_months: int = 1
    longest_months: int = 6
    must_cover: date | None = None
    certification_report_months: int | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Which qualification counts. `cutoff` None means that no cutoff is checked."""

    cutoff: date | None = None
    cutoff_inclusive: bool = True
    lowest_level: str = "专科"
    accepted_completion: tuple[str, ...] = ("毕业",)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidence and matching limits, between 0 and 1."""

    field_confidence: float = 0.9
    character_confidence: float = 0.95
    match_score: float = 0.9
    match_margin: float = 0.2


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many papers with a text layer, of those without a sign of tampering, have their text compared with what the
    page shows; between 0 and 1."""

    share: float = 0.01


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. `memory_megabytes` counts on top of what a worker holds before its first file."""

    file_megabytes: int = 50
    pages: int = 30
    megapixels: int = 40
    seconds: int = 30
    memory_megabytes: int = 1024


@dataclass(frozen=True, slots=True)
class Gateway:
    """How a gateway's JSON is read: paths such as `data.state`, and what its words for states mean.

    Without `state` an answer in which any of the fields is found is a report. `states` maps the gateway's words to
    ours: report, expired, closed, not-found, malformed, captcha.
    """

    state: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)  # our field name → path


@dataclass(frozen=True, slots=True)
class Lookup:
    """How the issuer is asked when `--online` is given. Times in seconds.

    The address is `base_url` with the code as its parameter `code_parameter`; `page_url` is the same for people.
    `total_seconds` bounds one question, all its tries included. `failures` in a row end the asking for the run.
    An answer counts for `answer_days` after it was given. `ca_file` names further trusted certificates.
    """

    kind: str = "page"
    base_url: str = "https://www.chsi.com.cn/xlcx/bg.do"
    page_url: str = "https://www.chsi.com.cn/xlcx/bg.do"
    code_parameter: str = "vcode"
    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    total_seconds: float = 30.0
    pause_seconds: float = 2.0
    daily_budget: int = 200
    tries: int = 3
    backoff_seconds: float = 1.0
    failures: int = 5
    kilobytes: int = 1024
    answer_days: int = 14
    proxy: str = ""
    ca_file: str = ""
    json: Gateway = Gateway()


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy. `fingerprint` is the SHA-256 of its effective content, first 16 hex digits."""

    id: str
    title_zh: str
    title_en: str
    source: str = ""
    as_of: date | None = None
    accepted_documents: tuple[str, ...] = (
        "registration_record",
        "registration_record_certificate",
        "certification_report",
    )
    trusted_hosts: tuple[str, ...] = ("www.chsi.com.cn", "chsi.com.cn")
    eligibility: Eligibility = Eligibility()
    validity: Validity = Validity()
    thresholds: Thresholds = Thresholds()
    limits: Limits = Limits()
    comparison: Comparison = Comparison()
    lookup: Lookup = Lookup()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # [rules.<name>] tables
    roster_columns: Mapping[str, str] = field(default_factory=dict)  # our column name → header text
    fingerprint: str = ""
