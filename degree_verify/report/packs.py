"""Packs of data beside the page: a page opened from disk may load scripts, but no other files.

A pack is a script of one call whose argument is compressed and base64: nothing that stands in a document can be code in
it, whatever it says.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = "report"
CALL = "deliver"
"""The function of the page that a pack calls."""


_OWN = re.compile(r"\.?(?:[a-z]+-\d{5,}-[0-9a-f]{12}\.js|list-\d{5,}\.html)(?:\.part)?")
"""Names of packs and of parts of the plain list, whole or in the making."""


class Packs:
    """Packs being written. With `inline` they are kept in `texts`, to be put into the page itself.

    A name holds a hash of the content: an older page goes on to find its own packs until they are removed.
    """

    def __init__(self, out: Path, *, inline: bool = False) -> None:
        self._out = out
        self.inline = inline
        self.names: dict[str, list[str]] = {}
        self.texts: dict[str, str] = {}

    def add(self, kind: str, data: Any) -> None:
        """Adds a pack to those of its kind."""
        text = base64.b64encode(zlib.compress(json.dumps(data, **_FORM).encode("utf-8", "replace"), 6)).decode("ascii")
        number = len(self.names.setdefault(kind, []))
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        name = f"{kind}-{number + 1:05}-{digest}"
        self.names[kind].append(name)
        if self.inline:
            self.texts[name] = text
        else:
            write_beside(self._out, f"{name}.js", f'{CALL}("{name}","{text}");\n')

    def add_picture(self, name: str, jpeg: bytes) -> None:
        """Keeps a picture for the page itself."""
        self.texts[name] = base64.b64encode(jpeg).decode("ascii")

    def files(self) -> list[str]:
        """The files that were written."""
        return [] if self.inline else [f"{name}.js" for names in self.names.values() for name in names]


def write_beside(out: Path, name: str, text: str) -> None:
    """Writes a file of the report's folder in one step, for its owner only."""
    folder = out / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f".{name}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(text.encode())
    part.replace(folder / name)


def own_packs(out: Path) -> list[Path]:
    """The files of pages that lie in the report's folder; whatever else is there is somebody's own."""
    folder = out / FOLDER
    found = folder.iterdir() if folder.is_dir() else ()
    return [path for path in found if _OWN.fullmatch(path.name) and not path.is_dir()]


def remove_others(out: Path, names: Iterable[str]) -> None:
    """Removes the files of earlier pages."""
    kept = set(names)
    for path in own_packs(out):
        if path.name not in kept:
            path.unlink(missing_ok=True)
    if not kept:
        with contextlib.suppress(OSError):  # it is not there, or holds something else
            (out / FOLDER).rmdir()


_FORM: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}
