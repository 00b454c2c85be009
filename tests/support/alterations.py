"""What happens to a PDF after it was made: turned, scanned, encrypted, damaged, its text layer spoilt or covered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pymupdf

from tests.support.sheets import MARKS, font

RADICALS = dict(zip("日月长大女文一二人入力工广", "⽇⽉⻓⼤⼥⽂⼀⼆⼈⼊⼒⼯⼴", strict=True))
"""Characters that pages printed with some fonts carry as Kangxi or supplement radicals."""

COMPATIBLE = {
    "女": "\uf981", "年": "\uf98e", "李": "\uf9e1", "林": "\uf9f4", "立": "\uf9f7",
    "理": "\uf9e4", "金": "\uf90a", "柳": "\uf9c9", "良": "\uf97c", "更": "\uf901",
}  # fmt: skip
"""Characters with a compatibility twin in the block U+F900."""


def turned(data: bytes, degrees: int) -> bytes:
    """Every page displayed turned clockwise, as a file that was scanned or saved sideways."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document.pages():
            page.set_rotation(degrees)
        return _saved(document)


def turned_back(data: bytes, degrees: int) -> bytes:
    """Content that lies turned in the file and is displayed upright by /Rotate."""
    with pymupdf.open(stream=data, filetype="pdf") as source, pymupdf.open() as document:
        for page in source.pages():
            width, height = page.rect.width, page.rect.height
            sideways = degrees in (90, 270)
            new = document.new_page(width=height if sideways else width, height=width if sideways else height)
            new.show_pdf_page(new.rect, source, page.number, rotate=degrees)
            new.set_rotation(degrees)
        document.set_metadata(source.metadata)
        return _saved(document)


def respelt(data: bytes, spelling: dict[str, str]) -> bytes:
    """A text layer that gives other characters than those that are drawn, equal in meaning."""
    return _with_unicode(data, lambda char: spelling.get(char, char), lambda number: True)


def lying(data: bytes, spelling: dict[str, str], roles: Iterable[str]) -> bytes:
    """A text layer in which the fonts of some roles say other characters than they draw: a test specimen of a forgery.

    Needs a file rendered with separate fonts.
    """
    forged = set(roles)
    return _with_unicode(data, lambda char: spelling.get(char, char), lambda role: role in forged)


def private(data: bytes, roles: Iterable[str]) -> bytes:
    """A text layer in which the fonts of some roles map to private-use characters.

    Needs a file rendered with separate fonts: roles are numbered in the order in which they were inserted.
    """
    spoilt = set(roles)
    return _with_unicode(data, lambda char: chr(0xE000 + ord(char) % 6400), lambda role: role in spoilt)


def renumbered(data: bytes, roles: Iterable[str]) -> bytes:
    """A text layer in which the fonts of some roles map to letters of other languages, as a printing program leaves it
    that has numbered the glyphs anew."""
    spoilt = set(roles)
    return _with_unicode(data, lambda char: chr(0x100 + ord(char) % 0x150), lambda role: role in spoilt)


def without_unicode(data: bytes, roles: Iterable[str]) -> bytes:
    """A text layer whose fonts of some roles have no ToUnicode table: readers see wrong characters or none."""
    spoilt = set(roles)
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for xref, role in _fonts(document):
            if role in spoilt:
                document.xref_set_key(xref, "ToUnicode", "null")
        return _saved(document)


def scanned(data: bytes, dpi: int = 110, quality: int = 45) -> bytes:
    """Every page as one grey JPEG, without text."""
    with pymupdf.open(stream=data, filetype="pdf") as source, pymupdf.open() as document:
        for page in source.pages():
            picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
            new = document.new_page(width=page.rect.width, height=page.rect.height)
            new.insert_image(new.rect, stream=picture.tobytes("jpeg", jpg_quality=quality))
        document.set_metadata(source.metadata)
        return _saved(document)


def annotated(data: bytes, box: tuple[float, float, float, float], text: str) -> bytes:
    """A text annotation laid over a place, as an editor adds it."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        note = document[0].add_freetext_annot(pymupdf.Rect(box), text, fontsize=10, fill_color=(1, 1, 1))
        for key in ("NM", "M", "CreationDate"):
            document.xref_set_key(note.xref, key, "null")
        return _saved(document)


def saved_again(data: bytes) -> bytes:
    """The file with a second revision appended that changes nothing but the title; for files with a plain xref table.

    Written by hand, since libraries give every saving a new random identifier.
    """
    trailer = data[data.rindex(b"trailer") :]
    size = int(_entry(rb"/Size (\d+)", trailer))
    root, start = _entry(rb"/Root (\d+ 0 R)", trailer), _entry(rb"startxref\s+(\d+)", trailer)
    info = f"{size} 0 obj\n<< /Title (TEST SPECIMEN, saved again) >>\nendobj\n".encode()
    table = b"xref\n%d 1\n%010d 00000 n \n" % (size, len(data))
    end = b"trailer\n<< /Size %d /Root %s /Info %d 0 R /Prev %s >>\n" % (size + 1, root, size, start)
    return data + info + table + end + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(info))


def _entry(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    assert found, pattern
    return found.group(1)


def truncated(data: bytes, share: float = 0.4) -> bytes:
    """The first part of the file: an upload that broke off."""
    return data[: int(len(data) * share)]


def _with_unicode(data: bytes, mapped: Callable[[str], str], affects: Callable[[str], bool]) -> bytes:
    """The fonts' ToUnicode tables written anew for the characters that occur."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        chars = sorted({char for page in document.pages() for char in page.get_text()} - {"\n"} | {" ", "\u3000"})
        for xref, role in _fonts(document):
            if not affects(role):
                continue
            pairs = [(font().has_glyph(ord(char)), mapped(char)) for char in chars]
            lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in pairs if glyph]
            document.update_stream(int(document.xref_get_key(xref, "ToUnicode")[1].split()[0]), _cmap(lines))
        return _saved(document)


def _fonts(document: pymupdf.Document) -> list[tuple[int, str]]:
    """Every embedded font with the role it was inserted for."""
    return sorted(
        {(entry[0], entry[4]) for page in document.pages() for entry in page.get_fonts() if entry[4] != MARKS}
    )


def _cmap(lines: list[str]) -> bytes:
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    )
    return f"{head}{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n".encode()


def _saved(document: pymupdf.Document) -> bytes:
    return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))
