"""Words by which a paper says of itself that it does not count: 作废, 无效, 仅供参考.

Specimens (样本, SPECIMEN, 测试) are none: training material is marked so, and a clerk sees it for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from degree_verify.model.page import Line, Page
from degree_verify.normalise.text import fold

_VOID = re.compile(
    r"(?:(?:本|此|该|原)?(?:件|证|(?:毕业)?证书|证明|表|报告|材料|备案表|复印件|扫描件)?(?:已被|已经|已|系|为|属|仅供|仅作|仅为|只供)?"
    r"(?:作废|无效|失效|过期|撤销|撤回|注销|废止|参考|预览|伪造|参考使用))+"
    r"|(?:尚|还)?未(?:经)?(?:注册|备案|审核|批准|通过审核)|(?:审核|备案|注册)?(?:未|不予?)通过|(?:待|在)审核|审核中"
    r"|(?:VOID|INVALID|CANCELLED|REVOKED)+",
    re.IGNORECASE,
)
"""What stands alone on its line. In a sentence (涂改无效, "altered copies are void") such words are the form's own."""

_OF_A_PAPER = re.compile("作废|无效|伪造|VOID|INVALID", re.IGNORECASE)
"""Of these words, those that no screen has on its buttons and in its columns, as it has 撤销, 待审核 and 已过期."""

WITHDRAWN = "作废|撤销|撤回|注销|吊销|废止|无效"
"""What becomes of a certificate or record that counts no longer."""

_STATED = re.compile(
    rf"(?:已(?:被|经)?(?:于[^，。；,;]{{0,16}})?|被(?:宣布|宣告)?|宣布|宣告)(?:{WITHDRAWN})"
    r"|非真实|(?:系|属|为)(?:虚假|伪造|假冒)"
)
"""A sentence that says so of what has happened to the paper; the forms' own sentences say what would."""

_HINT = re.compile(
    "废|效|过期|撤|注销|吊销|参考|预览|伪造|虚假|假冒|真实|未|通过|审核|VOID|INVALID|CANCEL|REVOKE", re.IGNORECASE
)
SPECIMEN = re.compile("样本|样张|测试|仅供|SPECIMEN|SAMPLE|TEST", re.IGNORECASE)
"""Words of training material, and of the marks that people set on their own copies."""

_NO_WORD = re.compile(r"[\W_]+")

APART = 1.5
"""Free space, in units of the size, between what stands side by side and does not belong together."""


def _cells(line: Line) -> list[str]:
    return ["".join([glyph.text for glyph in piece]) for piece in line.stretches(APART)]


def void_marks(pages: Iterable[Page]) -> tuple[tuple[int, str], ...]:
    """The marks with the numbers of their pages: as a line, a watermark or a slanted stamp."""
    return tuple(
        (page.number, text)
        for page in pages
        for text in (
            *(cell for line in (*page.lines, *page.washed) if _HINT.search(line.text) for cell in _cells(line)),
            *(lettering.text for lettering in page.slanted),
            *(line for text in page.noted for line in text.splitlines()),
        )
        if is_void(text)
    )


def is_void(text: str) -> bool:
    """Whether a text by itself says that the paper that bears it does not count."""
    return _is_mark(text) or _STATED.search(fold(text)) is not None


def voids_another(text: str) -> bool:
    """Whether a line by itself, on a page that is no part of a paper, says that the paper beside it does not count."""
    return _OF_A_PAPER.search(fold(text)) is not None and _is_mark(text)


def _is_mark(text: str) -> bool:
    return _VOID.fullmatch(_NO_WORD.sub("", fold(text))) is not None
