"""What of a policy's look-up settings cannot be meant: addresses above all, since codes are secrets."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from degree_verify.model.lookup import AnswerState
from degree_verify.model.policy import Lookup

GATEWAY_STATES = tuple(
    state.value
    for state in AnswerState
    if state not in (AnswerState.CONFIRMED, AnswerState.DIFFERS, AnswerState.REDIRECT, AnswerState.UNAVAILABLE)
)
"""States that a gateway's words can mean; what it says otherwise is no answer."""


_REPORT_PATH = "/xlcx/bg.do"
"""Where the issuer's page for a code stands on its host."""


class Wrong(NamedTuple):
    """A key and what is wrong with it."""

    key: str
    zh: str
    en: str


def whole_address(lookup: Lookup) -> str:
    """The address to ask; the issuer's page where only its host is named."""
    hostname_only = lookup.kind == "page" and lookup.base_url.count("/") == 2
    return lookup.base_url + _REPORT_PATH if hostname_only else lookup.base_url


def wrong_setting(lookup: Lookup) -> Wrong | None:
    """The first setting that cannot be meant."""
    return next(_wrong(lookup), None)


def _wrong(lookup: Lookup) -> Iterator[Wrong]:
    if lookup.kind not in ("page", "json"):
        yield Wrong("kind", "应为 page 或 json", "must be page or json")
    for key in ("base_url", "page_url"):
        fault = _address_fault(getattr(lookup, key))
        if fault is not None:
            yield Wrong(key, *fault)
    if not (lookup.code_parameter.isascii() and lookup.code_parameter.isidentifier()):
        yield Wrong("code_parameter", "应为参数名，如 vcode", "must be the name of a parameter, such as vcode")
    for key in ("connect_seconds", "read_seconds", "total_seconds", "kilobytes", "failures"):
        if not getattr(lookup, key) > 0:
            yield Wrong(key, "应大于 0", "must be above 0")
    for key in ("pause_seconds", "backoff_seconds", "daily_budget", "answer_days"):
        if not getattr(lookup, key) >= 0:
            yield Wrong(key, "不能小于 0", "must not be below 0")
    if not 1 <= lookup.tries <= 3:
        yield Wrong("tries", "应在 1 与 3 之间", "must be between 1 and 3")
    if lookup.proxy and urlsplit(lookup.proxy).scheme not in ("http", "https"):
        yield Wrong("proxy", "应为 http://主机:端口", "must be http://host:port")
    if lookup.kind == "json" and not lookup.json.fields:
        yield Wrong("json.fields", "kind 为 json 时必须写明各项所在的位置", "is needed when kind is json")


def _address_fault(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    plain = url.isascii() and not any(char.isspace() or char in "\\\x7f" for char in url)
    if parts.scheme not in ("http", "https") or not host or port == 0 or not plain:
        return (
            "应为完整网址，如 https://www.chsi.com.cn/xlcx/bg.do",
            "must be a whole address, such as https://host/path",
        )
    if parts.query or parts.fragment or parts.username is not None or "@" in parts.netloc:
        return (
            "网址里不能有 ?、# 和用户名；验证码作为参数 code_parameter 加在后面",
            "must hold no ?, # or user name; the code is added as the parameter code_parameter",
        )
    if parts.scheme == "http" and not _is_near(host):
        return (
            "只有本机或内网地址可用 http，其他请用 https：验证码不能明文经过外网",
            "may be http on this machine or a private network only; codes must not cross others in the clear",
        )
    return None


def _is_near(host: str) -> bool:
    """Whether a host is this machine, or an address of a private network."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
