"""What works on this machine, and what is lost without what does not."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from degree_verify.resources import templates


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that this tool is built on. `purpose` and `lost` are in Chinese ("zh") and English ("en")."""

    name: str
    version: str | None
    works: bool
    optional: bool
    purpose: Mapping[str, str]
    lost: Mapping[str, str]
    remedy: str


def examine() -> tuple[Part, ...]:
    """All parts. Imports each, since only that shows that it works."""
    text = (templates() / "report" / "parts.toml").read_text(encoding="utf-8")
    return tuple(_part(entry) for entry in tomllib.loads(text)["part"])


def recogniser_failure() -> str | None:
    """Why characters in pictures cannot be recognised on this machine; None where they can."""
    from degree_verify.read.ocr import OcrUnavailableError, engine  # noqa: PLC0415  (loads the models)

    try:
        engine()
    except OcrUnavailableError as error:
        return str(error)
    return None


def _part(entry: Mapping[str, Any]) -> Part:
    name = entry["name"]
    return Part(
        name=name,
        version=_version(name),
        works=_imports(entry["module"]),
        optional=entry.get("optional", False),
        purpose=entry["purpose"],
        lost=entry["lost"],
        remedy=entry.get("remedy", f"pip install --force-reinstall {name}"),
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _imports(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:  # a broken native library raises what it likes; here it only matters that it does not load
        return False
    return True
