"""The pages that list things are what the program says today."""

from __future__ import annotations

import pytest

from tests.support.make_docs import DOCS, pages


@pytest.mark.parametrize("page", ["rules.md", "templates.md", "policy.md", "cli.md"])
def test_page_is_up_to_date_otherwise_run_make_docs(page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == pages()[page]
