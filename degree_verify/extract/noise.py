"""Takes off the lines what is no part of a field: the title, and texts that stand in values' cells."""

from __future__ import annotations

from collections.abc import Sequence

from degree_verify.extract.fragments import rebuilt
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line


def without_noise(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """The lines less the title and the texts that stand in value cells without being values (暂无照片上传)."""
    cleaned = []
    titles = title_lines(lines, layout)
    for number, printed in enumerate(lines):
        if number in titles:
            continue
        line = printed
        for noise in layout.noise:
            at = line.text.find(noise)
            if at < 0:
                continue
            first, last = line.owners[at], line.owners[at + len(noise) - 1]
            alone_left = first == 0 or line.glyphs[first].gap > 0.5 or line.glyphs[first].space
            if alone_left and (last + 1 == len(line.glyphs) or line.glyphs[last + 1].gap > 0.5):
                line = rebuilt(line, (*line.glyphs[:first], *line.glyphs[last + 1 :]))
        if line.glyphs:
            cleaned.append(line)
    return cleaned


def title_lines(lines: Sequence[Line], layout: Layout) -> set[int]:
    """The lines that are a title, or together with the next one."""
    found: set[int] = set()
    for number in range(len(lines)):
        for extent in (1, 2):
            text = "".join(part.text for part in lines[number : number + extent]).lower()
            if any(title.fullmatch(text) for title in layout.titles):
                found.update(range(number, number + extent))
    return found
