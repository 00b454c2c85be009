"""Sheets printed by a browser. Needs Debian's Chromium and WenQuanYi Zen Hei, for making fixtures; no test does."""

from __future__ import annotations

import base64
import html
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.sheets import Item, Link, Modules, Picture, Rule, Sheet, Text, marked


def available() -> bool:
    return shutil.which("chromium") is not None


def render_chromium(sheets: Sequence[Sheet], title: str, *, header: bool = False) -> bytes:
    """The sheets as a web page, printed. With a header, the browser adds date, title, address and page number."""
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder) / "specimen.html", Path(folder) / "specimen.pdf"
        page.write_text(_page(sheets, title, header), encoding="utf-8")
        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command += [f"--print-to-pdf={printed}", page.as_uri()] + ([] if header else ["--no-pdf-header-footer"])
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return printed.read_bytes()


def _page(sheets: Sequence[Sheet], title: str, header: bool) -> str:
    body = "".join(
        f'<section style="width:{sheet.width}pt;height:{sheet.height - 4}pt">'
        + "".join(map(_element, marked(sheet).items))
        + "</section>"
        for sheet in sheets
    )
    # The browser's header needs a margin; the page shrinks to what is left.
    margin, zoom = (36, 0.87) if header else (0, 1)
    style = (
        f"@page{{size:595pt 842pt;margin:{margin}pt}}"
        f"body{{margin:0;zoom:{zoom};font-family:'WenQuanYi Zen Hei'}}"
        "section{position:relative;overflow:hidden;break-after:page}section:last-child{break-after:auto}"
        "section>*{position:absolute;white-space:pre;line-height:1}"
    )
    return f'<!doctype html><meta charset="utf-8"><title>{html.escape(title)}</title><style>{style}</style>{body}'


def _element(item: Item) -> str:
    if isinstance(item, Text):
        red, green, blue = (round(part * 255) for part in item.colour)
        turn = f";transform:rotate(-{item.turn}deg);transform-origin:0 85%" if item.turn else ""
        place = f"left:{item.x}pt;top:{item.y - 0.86 * item.size:.2f}pt;font-size:{item.size}pt"
        return f'<span style="{place};color:rgb({red},{green},{blue}){turn}">{html.escape(item.text)}</span>'
    if isinstance(item, Rule):
        size = f"width:{max(item.x1 - item.x0, 0.6)}pt;height:{max(item.y1 - item.y0, 0.6)}pt"
        return f'<div style="left:{item.x0}pt;top:{item.y0}pt;{size};background:#444"></div>'
    if isinstance(item, Picture):
        kind = "png" if item.data.startswith(b"\x89PNG") else "jpeg"
        source = f"data:image/{kind};base64,{base64.b64encode(item.data).decode()}"
        size = f"width:{item.x1 - item.x0}pt;height:{item.y1 - item.y0}pt"
        return f'<img style="left:{item.x0}pt;top:{item.y0}pt;{size}" src="{source}">'
    if isinstance(item, Modules):
        side = len(item.rows)
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(item.rows) for x, dark in enumerate(row) if dark)
        size = f"width:{item.side}pt;height:{item.side}pt"
        return (
            f'<svg style="left:{item.x}pt;top:{item.y}pt;{size}" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
        )
    if isinstance(item, Link):
        size = f"width:{item.x1 - item.x0}pt;height:{item.y1 - item.y0}pt"
        return f'<a style="left:{item.x0}pt;top:{item.y0}pt;{size}" href="{html.escape(item.url)}"> </a>'
    size = f"width:{item.x1 - item.x0}pt;height:{item.y1 - item.y0}pt"
    return f'<div style="left:{item.x0}pt;top:{item.y0}pt;{size};background:#fff"></div>'
