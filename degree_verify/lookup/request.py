"""One request: bounded in time and size, never redirected, with nothing of the environment in it."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import anyio
import httpx
from anyio.from_thread import start_blocking_portal

from degree_verify.model.lookup import Reason
from degree_verify.model.policy import Lookup

USER_AGENT = f"degree-verify/{version('degree-verify')}"
"""What this client calls itself, everywhere."""

_ENCODINGS = {"": None, "identity": None, "gzip": 31, "deflate": 15}
"""Content encodings that are understood, with zlib's number for their window."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered. `retry_after` in seconds, None where it named none."""

    status: int
    body: bytes
    retry_after: float | None = None


def trusted_certificates(settings: Lookup) -> ssl.SSLContext:
    """The usual authorities, and those of the policy. Raises OSError when the policy's file is none."""
    context = httpx.create_ssl_context(trust_env=False)
    if settings.ca_file:
        context.load_verify_locations(cafile=settings.ca_file)
    return context


def fetch(url: str, settings: Lookup, seconds: float, context: ssl.SSLContext) -> Fetched | Reason:
    """What stands at an address, or why nothing could be had within the time. Never raises for what a server does.

    Runs in a thread with an event loop of its own, since only there can everything together be given a deadline; so it
    works from any thread, with a loop of the caller's or without.
    """
    with start_blocking_portal() as portal:
        return portal.call(_fetch, url, settings, seconds, context)


async def _fetch(url: str, settings: Lookup, seconds: float, context: ssl.SSLContext) -> Fetched | Reason:
    try:
        with anyio.fail_after(seconds):
            return await _exchange(url, settings, context)
    except (TimeoutError, httpx.TimeoutException):
        return Reason.TIMEOUT
    except httpx.NetworkError as error:
        return Reason.TLS if _untrusted(error) else Reason.CONNECTION
    except (httpx.TransportError, httpx.InvalidURL, zlib.error):
        return Reason.PROTOCOL


async def _exchange(url: str, settings: Lookup, context: ssl.SSLContext) -> Fetched | Reason:
    # The transport itself, not a client around it: a client writes addresses, and with them codes, into the log.
    transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, proxy=settings.proxy or None)
    timeout = httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds).as_dict()
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "application/json" if settings.kind == "json" else "text/html",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
    async with transport:
        response = await transport.handle_async_request(request)
        try:
            encoding = response.headers.get("content-encoding", "").strip().lower()
            if encoding not in _ENCODINGS:
                return Reason.UNREADABLE
            body = await _body(response.aiter_raw(), _ENCODINGS[encoding], settings.kilobytes * 1024)
        finally:
            await response.aclose()
    if body is None:
        return Reason.TOO_LARGE
    return Fetched(response.status_code, body, _seconds(response.headers.get("retry-after", "")))


async def _body(parts: AsyncIterator[bytes], window: int | None, limit: int) -> bytes | None:
    """The body, unpacked; None when it is larger than the limit. Never holds much more than the limit."""
    unpacking = None if window is None else zlib.decompressobj(window)
    body = bytearray()
    async for part in parts:
        body += part if unpacking is None else unpacking.decompress(part, limit + 1 - len(body))
        if len(body) > limit:
            return None
    return bytes(body)


def _untrusted(error: BaseException | None) -> bool:
    """Whether the cause of a failed connection is the server's certificate."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _seconds(text: str) -> float | None:
    """A Retry-After header, which holds seconds or a date."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
