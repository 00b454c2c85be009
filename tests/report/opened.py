"""A written report, opened without a browser: the page, and what its packs hold."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any


def pack_texts(out: Path) -> dict[str, str]:
    """The packs beside a page, or those inside it, by name."""
    page = (out / "index.html").read_text(encoding="utf-8")
    found = dict(re.findall(r'<script type="text/plain" data-pack="([^"]+)">([^<]*)</script>', page))
    for path in sorted((out / "report").glob("*.js")):
        call = re.fullmatch(r'deliver\("([a-z]+-\d{5}-[0-9a-f]{12})","([A-Za-z0-9+/=]+)"\);\n', path.read_text("ascii"))
        assert call, path
        assert path.stem == call[1]
        found[call[1]] = call[2]
    return found


def facts(out: Path) -> dict[str, Any]:
    """What the page tells its script."""
    page = (out / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="facts">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def packed(out: Path, kind: str) -> list[Any]:
    """All that the packs of one kind hold, in order."""
    texts = pack_texts(out)
    return [
        each
        for name in facts(out)["packs"].get(kind, [])
        for each in json.loads(zlib.decompress(base64.b64decode(texts[name])))
    ]


def rows(out: Path) -> list[dict[str, Any]]:
    """The cases as the list shows them."""
    return [dict(zip(facts(out)["columns"], row, strict=True)) for row in packed(out, "rows")]
