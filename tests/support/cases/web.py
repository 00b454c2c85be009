"""Papers as the issuer's page gives them when it is printed: flowing text, tables and frames of a browser."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support import web_pages
from tests.support.cases.case import Case
from tests.support.specimens import draft


def pages() -> Iterator[Case]:
    yield _case("registration-record-b", "web-table", "网页表格，标签在窄格里折成两行。", web_pages.ruled)
    yield _case("registration-record-c", "web-frame", "网页带花边框，学校和专业折行。", web_pages.framed)
    yield _case("registration-record-c", "web-pairs", "网页表格，标签和值在同一格。", web_pages.pairs_in_cells)
    yield _case("registration-record-certificate", "web-table", "两个证书编号在一格里上下排。", web_pages.replacement)
    yield _case("certification-report", "web-frame", "页首两行右对齐，外有边框。", web_pages.certification)


def _case(layout: str, name: str, reason: str, page: web_pages.Page) -> Case:
    drafted = draft(layout, seed=f"{layout} {name}", kind="college")
    truth = drafted.truth() | ({"codes": []} if layout == "certification-report" else {})
    return Case(layout, name, reason, lambda: web_pages.printed(page, drafted), [truth], reproducible=False)
