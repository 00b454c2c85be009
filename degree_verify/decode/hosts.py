"""Judges the address of a URL found in a document, without ever opening it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import idna
from rapidfuzz.distance import DamerauLevenshtein

REPORT_PATHS = frozenset({"/xlcx/bg.do", "/report/xueli/download.do", "/report/xueli/email.do"})
"""Pages behind which a report stands; every other page of the issuer is a help or entry page."""

_CODE_PARAMETER = "vcode"
_NEAR_MISS = 2
"""Edits by which a domain may differ from a trusted one to be named as a look-alike."""

_FOREIGN = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:/|//")
"""A whole address in the query or the fragment of another."""

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


class Address(NamedTuple):
    """What a URL says: its ASCII host, whether it is exactly one of the trusted, the code in it, and what is odd.

    `problems` are: scheme, user-info, port, control-characters, backslash, host, spelling, non-ascii, punycode,
    look-alike, repeated-code, redirect.
    """

    host: str | None
    trusted: bool
    code: str | None
    reports: bool
    problems: tuple[str, ...]


def read_address(url: str, trusted_hosts: Sequence[str]) -> Address:
    """Reads a URL. Never raises; what cannot be read is untrusted."""
    problems: list[str] = []
    if any(ord(c) < 33 or ord(c) == 127 for c in url):
        problems.append("control-characters")
    if "\\" in url:
        problems.append("backslash")
    try:
        parts = urlsplit(url.strip())
        name, port, user = parts.hostname or "", parts.port, parts.username
    except ValueError:
        return Address(None, False, None, False, (*problems, "host"))
    if parts.scheme.lower() not in ("http", "https", ""):  # without one, every scanner takes https
        problems.append("scheme")
    if user is not None or "@" in parts.netloc:
        problems.append("user-info")
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme.lower()):
        problems.append("port")
    host = _ascii(unquote(name))
    if not name.isascii():
        problems.append("non-ascii")
    elif host is not None and host != name:  # percent signs or a closing dot: no page of the issuer writes it so
        problems.append("spelling")
    if host is None:
        problems.append("host")
    elif host not in trusted_hosts:
        if "xn--" in host:
            problems.append("punycode")
        if any(_alike(host, trusted) for trusted in trusted_hosts):
            problems.append("look-alike")
    codes = _codes(parts.query)
    if len(codes) > 1:
        problems.append("repeated-code")
    beyond = unquote(unquote(f"{parts.query}#{parts.fragment}"))
    if _FOREIGN.search(beyond):  # no report of the issuer hands an address on
        problems.append("redirect")
    trusted = host in trusted_hosts and not problems
    path = parts.path.rstrip("/") if parts.path else ""
    return Address(
        host or name.lower() or None,
        trusted,
        codes[0] if codes else None,
        path in REPORT_PATHS and bool(codes),
        tuple(problems),
    )


def imitates(address: Address, trusted_hosts: Sequence[str]) -> bool:
    """Whether an address means to be taken for one of the issuer's: like a trusted one, or with its name in it."""
    host = address.host
    own = [trusted.removeprefix("www.") for trusted in trusted_hosts]
    if host is None or any(host == domain or host.endswith(f".{domain}") for domain in own):
        return False
    names = {domain.split(".")[0] for domain in own}
    return (
        not {"look-alike", "punycode"}.isdisjoint(address.problems)
        or not names.isdisjoint(re.split(r"[.-]", host))
        or any(domain in host for domain in own)
    )


@lru_cache(maxsize=1024)  # papers name few hosts, each many times
def _ascii(name: str) -> str | None:
    """The ASCII form of a host name (IDNA 2008 with UTS 46 mapping), or None when it is none."""
    try:
        host = idna.encode(name.rstrip("."), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    return host if _HOST.fullmatch(host) else None


def _alike(host: str, trusted: str) -> bool:
    """Whether a host imitates a trusted one: a few edits away, or the trusted name inside another."""
    shown = host
    if "xn--" in host:
        try:
            shown = idna.decode(host)
        except (idna.IDNAError, UnicodeError):
            shown = host
    if trusted in host:
        return True
    return int(DamerauLevenshtein.distance(shown, trusted, score_cutoff=_NEAR_MISS)) <= _NEAR_MISS


def _codes(query: str) -> list[str]:
    try:
        found = parse_qs(query, keep_blank_values=False, max_num_fields=50)
    except ValueError:
        return []
    return [code.strip() for key, codes in found.items() if key.lower() == _CODE_PARAMETER for code in codes]
