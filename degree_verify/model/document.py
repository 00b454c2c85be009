"""What was read from a piece of evidence: type, readings, codes, and facts about its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from degree_verify.model.file import FileFacts, FileProblem
from degree_verify.model.geometry import Box


class DocumentType(StrEnum):
    """The kinds of paper that are told apart."""

    REGISTRATION_RECORD = "registration_record"  # 教育部学历证书电子注册备案表
    REGISTRATION_RECORD_CERTIFICATE = "registration_record_certificate"  # its 学历证明书 form
    CERTIFICATION_REPORT = "certification_report"  # 中国高等教育学历认证报告
    ENROLMENT_REPORT = "enrolment_report"  # 学籍在线验证报告
    DEGREE_REPORT = "degree_report"  # 学位在线验证报告, 学位认证报告
    FOREIGN_CREDENTIAL = "foreign_credential"  # 国（境）外学历学位认证书
    UNKNOWN = "unknown"


EVIDENCE_TYPES = frozenset(
    {
        DocumentType.REGISTRATION_RECORD,
        DocumentType.REGISTRATION_RECORD_CERTIFICATE,
        DocumentType.CERTIFICATION_REPORT,
    }
)
"""Types whose fields the consistency, eligibility, validity and identity rules understand."""


class Source(StrEnum):
    """How the page came to be; a hint, not a promise."""

    BORN_DIGITAL = "born_digital"
    SCAN = "scan"
    PHOTO = "photo"
    SCREENSHOT = "screenshot"


class ReadFrom(StrEnum):
    """How a reading was obtained."""

    TEXT = "text"
    OCR = "ocr"
    QR = "qr"
    LINK = "link"
    ONLINE = "online"


FIELDS: tuple[str, ...] = (
    "name",
    "gender",
    "birth_date",
    "enrolment_date",
    "graduation_date",
    "category",
    "level",
    "school",
    "school_location",
    "duration",
    "major",
    "study_form",
    "certificate_number",
    "original_certificate_number",
    "completion",
    "president",
    "verification_code",
    "report_number",
    "update_date",
    "print_date",
    "valid_until",
)
"""Canonical field names, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One field as read.

    `value` is normalised: ISO dates (`2006-07` where only the month is printed), 男/女, numbers and codes
    without spaces; everything else is text with its inner spacing folded. `steps` names each normalisation
    that changed the raw text. Confidence is between 0 and 1; text layers give 1.0.
    """

    field: str
    value: str
    raw: str
    read_from: ReadFrom
    page: int
    box: Box
    confidence: float = 1.0
    lowest: float = 1.0
    steps: tuple[str, ...] = ()


RARE_CHARACTER = "rare character"
"""The step of a name's reading that was not sure of a character which is rare."""

BY_ONE_DIGIT = "contradict the paper by one digit"
"""How the step of a number's reading ends of which a digit was misread, or altered."""


class UnreadReason(StrEnum):
    """Why a field of the layout has no reading."""

    NOT_FOUND = "not-found"  # no label of this field on the page
    EMPTY = "empty"  # the label is there, nothing beside it
    UNKNOWN_MARK = "unknown-mark"  # printed as * or ＊
    UNREADABLE_TEXT = "unreadable-text"  # the text layer is gibberish here (no ToUnicode, private use)
    PICTURE = "picture"  # the value is drawn as a picture
    MALFORMED = "malformed"  # there is text, but it is no value of this kind
    AMBIGUOUS = "ambiguous"  # the field stands twice with different values
    READERS_DISAGREE = "readers-disagree"  # two independent readers saw different text
    OVERLAID = "overlaid"  # an annotation or form field lies over the place
    HIDDEN = "hidden"  # only invisible text stands there
    DRAWN_OTHERWISE = "drawn-otherwise"  # the page shows other characters than its text says
    PATCHED = "patched"  # the picture shows it on a ground of its own
    STRUCK = "struck"  # the picture shows a line through it
    CONTRADICTED = "contradicted"  # a page of the file that belongs to no paper says otherwise


ABSENT = frozenset({UnreadReason.NOT_FOUND, UnreadReason.EMPTY, UnreadReason.UNKNOWN_MARK})
"""Reasons that mean "the paper does not say", as against "the paper says something we cannot read"."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A field of the layout without a reading, with the reason and the place where it was looked for."""

    field: str
    reason: UnreadReason
    raw: str = ""
    page: int | None = None
    box: Box | None = None


class CodeKind(StrEnum):
    """What the payload of a two-dimensional code turned out to be."""

    URL = "url"
    SENTENCE = "sentence"  # 请使用'学信网报告在线验证'微信小程序扫码验证,#CODE#
    CODE = "code"  # a bare verification code
    FIELDS = "fields"  # plain text with the fields of the report (oldest form)
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Code:
    """One decoded two-dimensional code.

    `host` is the ASCII form of a URL's host (None otherwise); `trusted` is True when host, scheme and form of the
    URL are exactly those of the policy's trusted hosts, None when the payload is no URL. `reports` is True when the
    URL is of a kind behind which a report stands (help pages have none). `fields` are the values of a field text.
    """

    payload: str
    kind: CodeKind
    page: int
    box: Box
    host: str | None = None
    trusted: bool | None = None
    code: str | None = None
    reports: bool | None = None
    problems: tuple[str, ...] = ()  # why a URL is not trusted: scheme, user-info, port, look-alike …; or `service`:
    # a sentence that names another service than the issuer's
    fields: Mapping[str, str] = field(default_factory=dict)
    symbology: str = "QRCode"
    decoder: str = ""


COVERED = "covered"
"""The problem of a printed address that was written over another: what is left of both is no address."""

ACTIONS = frozenset({"launch", "javascript", "submit-form", "import-data", "show", "unfollowed"})
"""What a file can do besides leading to an address, as problems of a link."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link annotation, or another action of the file (`problems` holds one of ACTIONS); one that needs no click
    stands nowhere. `url` is the address, or the kind of action and what it is done with."""

    url: str
    page: int
    box: Box
    host: str | None = None
    trusted: bool | None = None
    code: str | None = None
    reports: bool | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherPage:
    """What a page of the file that is not read as a part of a paper holds that concerns it.

    `says` gives the text that speaks against a field of the paper. A link that shows its own address is left out.
    """

    number: int
    says: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """An annotation or form field that lies on a page, links aside. `kind` is its PDF subtype: FreeText, Stamp …, or
    Signature. `covers` tells whether it lies over something that the page prints, a code or lettering."""

    kind: str
    page: int
    box: Box
    covers: bool = False


@dataclass(frozen=True, slots=True)
class DrawnWords:
    """Words whose text says something else than the page shows, with their place on it as displayed."""

    page: int
    box: Box
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A text on the paper that belongs to no field of its layout."""

    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class LayoutTrial:
    """Why one layout matched a page or did not."""

    layout: str
    score: float
    found: tuple[str, ...]
    missing: tuple[str, ...]
    excluded: tuple[str, ...]  # excluded anchors that occur


PAGE_NOT_READ, ALSO_PDF = "page-not-read", "also-pdf"
"""Kinds of problem that leave open what the file shows: pages at which nobody looked, since it has too many, and a
picture that PDF viewers open as a PDF."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was left out while one document was processed."""

    stage: str  # load, read, recognise, extract, decode, match, check
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of evidence: the facts, without any judgement.

    `path` is relative to the inbox with forward slashes. `required` are the layout's required fields.
    `attempts` says which decoders were tried on which picture. A document of type UNKNOWN has no layout.
    """

    path: str
    index: int
    sha256: str
    pages: tuple[int, ...]
    type: DocumentType
    layout: str | None
    source: Source
    fields: Mapping[str, Reading]
    unread: Mapping[str, Unread]
    required: tuple[str, ...]
    codes: tuple[Code, ...]
    links: tuple[Link, ...]
    facts: FileFacts
    others: tuple[OtherPage, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    mixed_fonts: tuple[str, ...] = ()  # fields set in several typefaces, or in another one than all others
    hidden: tuple[str, ...] = ()  # fields in whose place stands text that only a program sees
    drawn: Mapping[str, str] = field(default_factory=dict)  # what the page shows of fields that are drawn otherwise
    drawn_form: tuple[DrawnWords, ...] = ()  # words of the form itself, its title and labels, that are drawn otherwise
    layered: Mapping[str, str] = field(default_factory=dict)  # what invisible text says otherwise than a scan's picture
    revised: tuple[str, ...] = ()  # fields that earlier states of the file, kept inside it, show otherwise
    language: str = "zh"
    era: tuple[date | None, date | None] = (None, None)  # first and last day of the layout's use, as far as known
    expects_code: bool = False  # the layout prints a code that a decoder can read
    undecoded: tuple[tuple[int, Box], ...] = ()  # places where a code stands that no decoder could read
    attempts: tuple[str, ...] = ()
    trials: tuple[LayoutTrial, ...] = ()
    problem: FileProblem | None = None
    problems: tuple[Problem, ...] = ()
    has_text: bool = True
    void_marks: tuple[tuple[int, str], ...] = ()  # pages and words by which the paper says that it does not count
    unexplained: tuple[Remark, ...] = ()  # dates, numbers and rows that belong to no field, in text or drawn
    resembles: str = ""  # what a document of no known layout seems to be: certificate, identity-card, not-read …

    def leaving_open(self, unread: Iterable[Unread]) -> Document:
        """The document with these fields unread, whatever they were before."""
        found = {missing.field: missing for missing in unread}
        lacking = {**self.unread, **found}
        return replace(
            self,
            fields={name: reading for name, reading in self.fields.items() if name not in found},
            unread={name: lacking[name] for name in FIELDS if name in lacking},
        )

    @property
    def looked_at(self) -> tuple[int, ...]:
        """The pages that a person should see: its own, and others of the file that speak against it."""
        return tuple(dict.fromkeys((*self.pages, *(other.number for other in self.others))))
