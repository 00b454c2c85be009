"""What kind of file some bytes are, by content and never by name."""

from __future__ import annotations

PDF_HEADER_WITHIN = 1024
"""Readers accept a PDF header within the first kilobyte (ISO 32000-1, annex H)."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_OFFICE_MEMBERS = (
    b"[Content_Types].xml",
    b"_rels/.rels",
    b"docProps/",
    b"word/",
    b"xl/",
    b"ppt/",
    b"mimetypeapplication/vnd.oasis",
)
"""Names one of which stands first in the archive that an office program writes."""

PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "heic"})


def sniff(head: bytes) -> str | None:
    """The kind of a file from its first kilobyte: "pdf", "jpeg", "png", "tiff", "bmp", "webp", "heic", or None."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    return "pdf" if _opens_as_pdf(head) else None


def is_also_pdf(head: bytes) -> bool:
    """Whether a picture, by its first kilobyte, is a PDF for all who look for that first: who opens it sees one paper
    or the other."""
    return sniff(head) in PICTURES and _opens_as_pdf(head)


def _opens_as_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:PDF_HEADER_WITHIN]


def foreign_kind(head: bytes) -> str:
    """What a file is that no reader takes, from its first kilobyte: "archive", "office-file" or "other-kind"."""
    if head.startswith(_OFFICE):
        return "office-file"
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return "office-file" if any(name in head[:128] for name in _OFFICE_MEMBERS) else "archive"
    return "other-kind"
