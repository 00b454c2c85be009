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
    if b"%PDF-" in head[:PDF_HEADER_WITHIN]:
        return "pdf"
    return None
