"""Asks the issuer about codes: one at a time, slowly, within a budget, and not against repeated failures."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from degree_verify.errors import PolicyError
from degree_verify.lookup.gateway import read_json
from degree_verify.lookup.page import Content, nothing, read_page
from degree_verify.lookup.request import Fetched, fetch, trusted_certificates
from degree_verify.model.lookup import Answer, AnswerState, Reason
from degree_verify.model.policy import Lookup
from degree_verify.normalise.masking import mask_code
from degree_verify.normalise.verification_codes import query_url

_LOG = logging.getLogger(__name__)

Budget = Callable[[date], int]
"""Notes one more request of a day, before it is made, and says how many that day has had with it."""

_PASSING = frozenset({Reason.TIMEOUT, Reason.CONNECTION, Reason.SERVER, Reason.RATE_LIMIT})
"""What may be better the next time."""


class _Host:
    """One host as all clients of this process see it: asked by one at a time, and not before a certain moment."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.free_from = 0.0


_HOSTS: dict[str, _Host] = {}


class Client:
    """Asks by one policy. Not for several threads; several clients keep out of each other's way by themselves."""

    def __init__(
        self,
        settings: Lookup,
        budget: Budget,
        *,
        again_after: float | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Raises PolicyError when the policy's file of certificates cannot be used.

        After repeated failures nothing more is asked, for `again_after` seconds or, when None, for good.
        """
        self._settings = settings
        self._budget = budget
        self._today = today
        self._again_after = again_after
        self._host = _HOSTS.setdefault(urlsplit(settings.base_url).netloc.lower(), _Host())
        self._failures = 0
        self._failed_at = 0.0
        try:
            self._context = trusted_certificates(settings)
        except OSError as error:
            raise PolicyError(
                f"策略 lookup.ca_file：证书文件 {settings.ca_file} 无法使用（{error}）",
                f"policy lookup.ca_file: the certificates in {settings.ca_file} cannot be used ({error})",
            ) from None

    def ask(self, code: str) -> Answer:
        """What the issuer says about a code of proper form. Never raises for what the network or the server does."""
        content = nothing(Reason.CIRCUIT) if self._given_up() else self._ask(code)
        answer = Answer(code, content.state, self._today(), content.fields, content.reason)
        if answer.learnt:
            self._failures = 0
        elif answer.reason not in (Reason.CIRCUIT, Reason.BUDGET):
            self._failures += 1
            self._failed_at = time.monotonic()
        _LOG.info("look-up of %s: %s %s", mask_code(code), answer.state.value, answer.reason.value)
        return answer

    def _given_up(self) -> bool:
        rested = self._again_after is not None and time.monotonic() - self._failed_at >= self._again_after
        return self._failures >= self._settings.failures and not rested

    def _ask(self, code: str) -> Content:
        settings = self._settings
        url = query_url(settings.base_url, settings.code_parameter, code)
        with self._host.turn:
            if not self._wait(time.monotonic() + settings.total_seconds):
                return nothing(Reason.RATE_LIMIT)
            deadline = time.monotonic() + settings.total_seconds
            content = self._try(url, 1, deadline)
            for number in range(2, settings.tries + 1):
                if content.reason not in _PASSING or not self._wait(deadline):
                    break
                again = self._try(url, number, deadline)
                content = content if again.reason is Reason.BUDGET else again
            return content

    def _try(self, url: str, number: int, deadline: float) -> Content:
        """One request, if the day's budget has it, and when the host may be asked again."""
        settings, day = self._settings, self._today()
        if self._budget(day) > settings.daily_budget:
            return nothing(Reason.BUDGET)
        fetched = fetch(url, settings, deadline - time.monotonic(), self._context)
        content = nothing(fetched) if isinstance(fetched, Reason) else _content(fetched, settings)
        rest = settings.pause_seconds
        if content.reason in _PASSING:
            named = fetched.retry_after if isinstance(fetched, Fetched) else None
            rest = max(rest, settings.backoff_seconds * 2.0 ** (number - 1) if named is None else named)
        self._host.free_from = time.monotonic() + rest
        return content

    def _wait(self, latest: float) -> bool:
        """Waits until the host may be asked again; False, without waiting, when that is too late."""
        if self._host.free_from >= latest:
            return False
        time.sleep(max(self._host.free_from - time.monotonic(), 0.0))
        return True


def _content(fetched: Fetched, settings: Lookup) -> Content:
    """What an answer says. Only a plain 200 is one; anything else may still show that a person is wanted."""
    if fetched.status == 200:
        return read_page(fetched.body) if settings.kind == "page" else read_json(fetched.body, settings.json)
    if 300 <= fetched.status < 400:
        return Content(AnswerState.REDIRECT, {})
    if settings.kind == "page" and read_page(fetched.body).state is AnswerState.CAPTCHA:
        return Content(AnswerState.CAPTCHA, {})
    if fetched.status == 429:
        return nothing(Reason.RATE_LIMIT)
    return nothing(Reason.SERVER if fetched.status >= 500 else Reason.STATUS)
