"""Files that attack: fixtures/hostile/, each with what must become of it."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SPECIMEN = b"BT /F 9 Tf 40 30 Td (TEST SPECIMEN) Tj ET\n"


@dataclass(frozen=True, slots=True)
class HostileFile:
    """`outcome` is the kind of problem of the finding `unreadable-file`, or the name of another finding."""

    name: str
    outcome: str
    reason: str
    data: bytes


def _pdf(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    out, offsets = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<<%s /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(objects) + 1, len(out))
    return out + head + table + end


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def _page(
    content: bytes = b"",
    *,
    box: bytes = b"[0 0 595 842]",
    page: bytes = b"",
    catalogue: bytes = b"",
    resources: bytes = b"",
    entries: bytes = b"",
    more: Sequence[bytes] = (),
) -> bytes:
    """A page whose own objects start at number 6."""
    stream = _stream(content, entries) if entries else _stream(SPECIMEN + content)
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R %s>>" % catalogue,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox %s/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>%s>>"
            % (box, resources, page),
            stream,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def _pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return _pdf([_TREE, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count])


def _picture(kind: bytes, side: int) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/%s"
    picture = _stream(b"\x00\xff\x4f\xff\x51" * 60, entries % (side, side, kind))
    return _page(b"300 0 0 300 100 300 cm /X Do", resources=b"/XObject<</X 6 0 R>>", more=[picture])


def _zip(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member, (2023, 1, 1, 0, 0, 0)), "TEST SPECIMEN")
    return stream.getvalue()


_TREE = b"<</Type/Catalog/Pages 2 0 R>>"
_UNKNOWN = "unknown-document-type"
_FONT = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/FontDescriptor 7 0 R/ToUnicode 9 0 R>>"
_MAP = b"begincmap 1 beginbfrange <00><ffffffff><0041> endbfrange"


def hostile_files() -> tuple[HostileFile, ...]:
    """All of them, in the order of their names."""
    script = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://attacker.example/'\\))>>"
    launch = b"/OpenAction<</S/Launch/F(calc.exe)>>"
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/URI/URI(http://attacker.example/?vcode=1)>>>>]"
    markup = b"BT /F 12 Tf 40 700 Td (<script>alert\\(1\\)</script><img src=x onerror=alert\\(1\\)>) Tj ET"
    formula = b'BT /F 12 Tf 40 700 Td (=HYPERLINK\\("http://attacker.example"\\)) Tj ET'
    bomb = zlib.compress(b"0 0 m 9 9 l S " * 400_000, 9)
    files = [
        HostileFile("archive.pdf", "archive", "改名的压缩包。", _zip("a.pdf")),
        HostileFile(
            "bomb.pdf", "overfull", "几千字节解开后是几兆绘图指令。", _page(bomb, entries=b"/Filter/FlateDecode")
        ),
        HostileFile("box-empty.pdf", _UNKNOWN, "页面没有面积。", _page(box=b"[0 0 0 0]")),
        HostileFile("box-huge.pdf", _UNKNOWN, "页面边长十亿磅。", _page(box=b"[0 0 1e9 1e9]")),
        HostileFile(
            "count-lies.pdf",
            "damaged",
            "声称十亿页，一页也没有。",
            _pdf([_TREE, b"<</Type/Pages/Kids[]/Count 1000000000>>"]),
        ),
        HostileFile("cut-off.pdf", _UNKNOWN, "传到一半断了，交叉引用表没有了。", _page()[:-180]),
        HostileFile("empty.pdf", "empty", "零字节。", b""),
        HostileFile(
            "eps.jpg",
            "other-kind",
            "改名的 EPS；有的程序会为它启动 Ghostscript。",
            b"%!PS-Adobe-3.0 EPSF-3.0\n(x) = quit\n",
        ),
        HostileFile(
            "filters.pdf",
            _UNKNOWN,
            "五千层过滤器。",
            _page(b"x", entries=b"/Filter[" + b"/ASCIIHexDecode" * 5000 + b"]"),
        ),
        HostileFile(
            "font-garbage.pdf",
            _UNKNOWN,
            "字体是乱码，对照表覆盖四十亿个字符。",
            _page(
                b"BT /G 9 Tf (x) Tj ET",
                resources=b"/Font<</F 5 0 R/G 6 0 R>>",
                more=[
                    _FONT,
                    b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 8 0 R>>",
                    _stream(b"\x00\x01\x00\x00" + b"\xff" * 999),
                    _stream(_MAP),
                ],
            ),
        ),
        HostileFile(
            "form-calls-itself.pdf",
            _UNKNOWN,
            "图形调用自己。",
            _page(
                b"/X Do",
                resources=b"/XObject<</X 6 0 R>>",
                more=[
                    _stream(
                        b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
                    )
                ],
            ),
        ),
        HostileFile("formula.pdf", _UNKNOWN, "文字是表格公式。", _page(formula)),
        HostileFile(
            "html.pdf",
            "other-kind",
            "改名的网页；MuPDF 会把它排成一页。",
            b"<html><body>TEST SPECIMEN<script>alert(1)</script></body></html>",
        ),
        HostileFile("jbig2-garbage.pdf", _UNKNOWN, "JBIG2 图像是乱码。", _picture(b"JBIG2Decode", 100)),
        HostileFile("jpx-huge.pdf", _UNKNOWN, "JPEG 2000 图像声称边长六万像素。", _picture(b"JPXDecode", 60_000)),
        HostileFile("launch.pdf", _UNKNOWN, "打开时启动程序。", _page(catalogue=launch)),
        HostileFile("link.pdf", _UNKNOWN, "整页是通往陌生网站的链接。", _page(page=link)),
        HostileFile("markup.pdf", _UNKNOWN, "文字是网页脚本。", _page(markup)),
        HostileFile("nested.pdf", "damaged", "十万层方括号。", _page(b"[" * 100_000)),
        HostileFile("nulls.pdf", "other-kind", "全是零字节。", bytes(5000)),
        HostileFile(
            "office.pdf", "office-file", "改名的 Word 文档。", _zip("[Content_Types].xml", "word/document.xml")
        ),
        HostileFile(
            "pages-cyclic.pdf", "damaged", "页面树指向自己。", _pdf([_TREE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])
        ),
        HostileFile("pages-many.pdf", "too-many-pages", "一百页。", _pages(100)),
        HostileFile("script.pdf", _UNKNOWN, "打开时运行脚本。", _page(catalogue=script)),
        HostileFile("unit-huge.pdf", _UNKNOWN, "长度单位放大十亿倍。", _page(page=b"/UserUnit 1e9")),
        HostileFile(
            "xref-loop.pdf",
            "damaged",
            "交叉引用表指向自己。",
            b"%PDF-1.5\nxref\n0 0\ntrailer<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
        ),
    ]
    return tuple(sorted(files, key=lambda file: file.name))


def write_hostile(folder: Path) -> set[Path]:
    """Writes the files and expected.json; returns what was written."""
    folder.mkdir(exist_ok=True)
    files = hostile_files()
    for file in files:
        (folder / file.name).write_bytes(file.data)
    expected = folder / "expected.json"
    text = json.dumps({file.name: file.outcome for file in files}, ensure_ascii=False, indent=1)
    expected.write_text(text + "\n", encoding="utf-8")
    return {expected, *(folder / file.name for file in files)}
