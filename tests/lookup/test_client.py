"""The client against a real local server: every answer, every fault, and the manners it must keep."""

from __future__ import annotations

import gzip
import logging
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import anyio
import pytest

from degree_verify.errors import PolicyError
from degree_verify.lookup.client import Client
from degree_verify.lookup.request import USER_AGENT
from degree_verify.model.lookup import Answer, AnswerState, Reason
from degree_verify.model.policy import Gateway, Lookup
from tests.support import answer_pages
from tests.support.issuer import (
    Behaviour,
    Issuer,
    certificate,
    drip,
    endless,
    issuer,
    raw,
    redirect,
    reset,
    respond,
    silence,
)
from tests.support.specimens import draft

PAPER = draft(seed=3)
CODE = PAPER.record["verification_code"]
OTHERS = [draft(seed=seed).record["verification_code"] for seed in range(10, 30)]
REPORT = respond(answer_pages.report(PAPER))
EXPIRED = respond(answer_pages.sentence("expired"))
DAY = date(2023, 6, 5)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MEGABYTES = 1 << 20


@pytest.fixture
def server() -> Iterator[Issuer]:
    with issuer() as running:
        yield running


def settings(url: str, **changes: object) -> Lookup:
    """Quick ones; a single try, so that a fault is seen as it comes."""
    quick = Lookup(
        base_url=url,
        connect_seconds=1.0,
        read_seconds=0.5,
        total_seconds=1.0,
        pause_seconds=0.0,
        backoff_seconds=0.01,
        tries=1,
    )
    return replace(quick, **changes)  # type: ignore[arg-type]


def client(url: str, **changes: object) -> Client:
    counts: dict[date, int] = {}

    def spend(day: date) -> int:
        counts[day] = counts.get(day, 0) + 1
        return counts[day]

    return Client(settings(url, **changes), spend, today=lambda: DAY)


def outcome(answer: Answer) -> str:
    return answer.reason.value or answer.state.value


def test_report_gives_its_fields_and_the_day(server: Issuer) -> None:
    server.say(CODE, REPORT)
    answer = client(server.url).ask(CODE)
    assert (answer.state, answer.code, answer.day, answer.by_person) == (AnswerState.REPORT, CODE, DAY, False)
    assert answer.fields["certificate_number"].value == PAPER.record["certificate_number"]


def test_request_holds_the_code_and_nothing_else_of_anybody(server: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    with issuer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        server.say(CODE, EXPIRED)
        client(server.url).ask(CODE)
        assert proxy.asked == []
    (asked,) = server.asked
    assert asked.line == f"GET /xlcx/bg.do?vcode={CODE} HTTP/1.1"
    assert asked.headers["user-agent"] == USER_AGENT
    assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_proxy_of_the_policy_is_used(server: Issuer) -> None:
    server.say(CODE, EXPIRED)  # stands for the proxy: it gets the whole address
    answer = client("http://127.0.0.2:9/xlcx/bg.do", proxy=f"http://127.0.0.1:{server.port}").ask(CODE)
    assert answer.state is AnswerState.EXPIRED
    assert server.asked[0].line.startswith("GET http://127.0.0.2:9/xlcx/bg.do?vcode=")


@pytest.mark.parametrize("code", ["", "K123456789BCDEFG", "A12345678BCDEFG&x=", "../../etc/passwd", "090888693519 "])
def test_what_is_no_code_is_never_sent(server: Issuer, code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        client(server.url).ask(code)
    assert server.asked == []


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "expired": (EXPIRED, "expired"),
    "closed": (respond(answer_pages.sentence("closed")), "closed"),
    "no such code": (respond(answer_pages.sentence("not-found")), "not-found"),
    "malformed": (respond(answer_pages.sentence("malformed")), "malformed"),
    "captcha": (respond(answer_pages.page(answer_pages.CAPTCHA)), "captcha"),
    "challenge": (respond(answer_pages.CHALLENGE, status="412 Precondition Failed"), "captcha"),
    "captcha with 403": (respond(answer_pages.page(answer_pages.CAPTCHA), status="403 Forbidden"), "captcha"),
    "log-in": (respond(answer_pages.page(answer_pages.LOGIN)), "login"),
    "help page": (respond(answer_pages.page("<h1>防伪说明</h1>")), "unreadable"),
    "json": (respond('{"state": "ok"}', kind="application/json"), "unreadable"),
    "empty": (respond(b""), "unreadable"),
    "wrong charset": (respond(b"\xff\xfe\x00\x80" * 50), "unreadable"),
    "sentence on an error page": (respond(answer_pages.sentence("expired"), status="500 Oops"), "server"),
    "report on a missing page": (respond(answer_pages.report(PAPER), status="404 Not Found"), "status"),
    "forbidden": (respond(b"", status="403 Forbidden"), "status"),
    "no content": (respond(b"", status="204 No Content"), "status"),
    "too many requests": (respond(b"", status="429 Too Many Requests"), "rate-limit"),
    "redirect elsewhere": (redirect("http://127.0.0.2:1/"), "redirect"),
    "redirect to a file": (redirect("file:///etc/passwd"), "redirect"),
    "redirect to metadata": (redirect("http://169.254.169.254/latest"), "redirect"),
    "redirect to nowhere": (redirect(""), "redirect"),
    "silence": (silence(), "timeout"),
    "slow head": (drip(OK + b"X: y\r\n" * 100), "timeout"),
    "slow body": (drip(OK + b"\r\n" + b"x" * 1000), "timeout"),
    "reset": (reset, "connection"),
    "no answer": (raw(b""), "protocol"),
    "cut short": (raw(OK + b"Content-Length: 5000\r\n\r\n<p>"), "protocol"),
    "bad chunks": (raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "protocol"),
    "no http": (raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "protocol"),
    "no status": (raw(b"HTTP/1.1 abc\r\n\r\n"), "protocol"),
    "many headers": (raw(OK + b"".join(b"X-%d: y\r\n" % n for n in range(50_000)) + b"\r\n"), "protocol"),
    "large": (endless(OK + b"Content-Length: 52428800\r\n\r\n", b"x" * 65536, 50 * MEGABYTES), "too-large"),
    "endless": (endless(OK + b"\r\n", b"<div>" * 10_000, 200 * MEGABYTES), "too-large"),
    "packed bomb": (respond(gzip.compress(b"x" * 200 * MEGABYTES), headers=["Content-Encoding: gzip"]), "too-large"),
    "packed badly": (respond(b"no gzip at all", headers=["Content-Encoding: gzip"]), "protocol"),
    "packed unknown": (respond(b"x", headers=["Content-Encoding: zstd"]), "unreadable"),
    "many elements": (respond("<div>" * 100_000), "unreadable"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_answer_and_fault_has_its_state_in_bounded_time_and_no_other_host_is_asked(
    server: Issuer, name: str
) -> None:
    behaviour, expected = FAULTS[name]
    server.say(CODE, behaviour)
    start = time.monotonic()
    answer = client(server.url, total_seconds=1.5).ask(CODE)
    assert outcome(answer) == expected
    assert answer.fields == {}
    assert answer.learnt is (expected in answer_pages.SENTENCES)
    assert time.monotonic() - start < 10
    assert server.codes == [CODE]


@pytest.mark.parametrize("packed", [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_packed_answer_is_unpacked(server: Issuer, packed: tuple[str, object]) -> None:
    name, pack = packed
    body = pack(answer_pages.report(PAPER).encode())  # type: ignore[operator]
    server.say(CODE, respond(body, headers=[f"Content-Encoding: {name}"]))
    assert client(server.url).ask(CODE).state is AnswerState.REPORT


def test_nobody_there_is_a_failed_connection() -> None:
    with issuer() as gone:
        url = gone.url
    assert outcome(client(url).ask(CODE)) == "connection"
    assert outcome(client("http://no-such-host.invalid/").ask(CODE)) == "connection"


# --- TLS


def test_certificate_that_nobody_signed_is_refused_before_the_code_is_sent(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "127.0.0.1")
    with issuer(context) as server:
        assert outcome(client(server.url).ask(CODE)) == "tls"
        assert server.asked == []


def test_certificate_of_the_policy_is_trusted_for_its_own_host_only(tmp_path: Path) -> None:
    for host, expected in (("127.0.0.1", "expired"), ("127.0.0.3", "tls"), ("www.chsi.com.cn", "tls")):
        context, pem = certificate(tmp_path, host)
        with issuer(context) as server:
            server.say(CODE, EXPIRED)
            assert outcome(client(server.url, ca_file=str(pem)).ask(CODE)) == expected
            assert len(server.asked) == (expected == "expired")


def test_server_that_speaks_no_tls_gets_no_code(server: Issuer) -> None:
    assert outcome(client(server.url.replace("http://", "https://")).ask(CODE)) == "tls"
    assert server.codes == []


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_certificate_file_that_cannot_be_used_is_a_policy_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PolicyError, match=r"ca\.pem"):
        client("https://127.0.0.1/", ca_file=str(path))


# --- manners


@pytest.mark.parametrize("fault", [respond(b"", status="503 Busy"), respond(b"", status="500 Oops"), reset])
def test_passing_fault_is_tried_again(server: Issuer, fault: Behaviour) -> None:
    server.say(CODE, fault, fault, REPORT)
    assert client(server.url, tries=3).ask(CODE).state is AnswerState.REPORT
    assert server.codes == [CODE] * 3


@pytest.mark.parametrize("name", ["captcha", "redirect elsewhere", "forbidden", "help page", "large", "no such code"])
def test_what_will_not_pass_is_not_tried_again(server: Issuer, name: str) -> None:
    server.say(CODE, FAULTS[name][0])
    client(server.url, tries=3).ask(CODE)
    assert server.codes == [CODE]


def test_never_more_tries_than_the_policy_says_each_later_than_the_one_before(server: Issuer) -> None:
    server.say(CODE, respond(b"", status="500 Oops"))
    assert outcome(client(server.url, tries=3, backoff_seconds=0.1).ask(CODE)) == "server"
    first, second, third = (asked.at for asked in server.asked)
    assert second - first >= 0.1
    assert third - second >= 0.2


def test_tries_together_take_no_longer_than_one_question_may(server: Issuer) -> None:
    server.say(CODE, silence())
    start = time.monotonic()
    assert outcome(client(server.url, tries=3, read_seconds=5.0, total_seconds=0.6).ask(CODE)) == "timeout"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_short_retry_after_is_waited_for(server: Issuer, form: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    busy = respond(b"", status="429 Slow", headers=[f"Retry-After: {'1' if form == 'seconds' else later}"])
    server.say(CODE, busy, REPORT)
    assert client(server.url, tries=2, total_seconds=6.0).ask(CODE).state is AnswerState.REPORT
    assert server.asked[1].at - server.asked[0].at >= 0.9


def test_long_retry_after_leaves_the_host_alone_for_the_rest_of_the_run(server: Issuer) -> None:
    server.say(CODE, respond(b"", status="503 Busy", headers=["Retry-After: 3600"]))
    asking = client(server.url, tries=3)
    found = [outcome(asking.ask(code)) for code in (CODE, *OTHERS[:7])]
    assert found == ["server", *["rate-limit"] * 4, *["circuit"] * 3]
    assert server.codes == [CODE]


def test_pause_is_kept_between_all_requests_to_a_host_whoever_asks(server: Issuer) -> None:
    server.otherwise = EXPIRED
    asking = [client(server.url, pause_seconds=0.2) for _ in range(2)]
    threads = [threading.Thread(target=lambda c=c, n=n: c.ask(OTHERS[n])) for n, c in enumerate(asking * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moments = [asked.at for asked in server.asked]
    assert len(moments) == 4
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(moments))


def test_budget_of_a_day_counts_every_request_and_the_rest_is_not_asked(server: Issuer) -> None:
    server.say(OTHERS[0], respond(b"", status="500 Oops"), EXPIRED)
    server.otherwise = EXPIRED
    asking = client(server.url, tries=2, daily_budget=3)
    assert [outcome(asking.ask(code)) for code in OTHERS[:4]] == ["expired", "expired", "budget", "budget"]
    assert len(server.asked) == 3


def test_repeated_failures_end_the_asking_and_an_answer_between_them_does_not(server: Issuer) -> None:
    for code in OTHERS:
        server.say(code, respond(b"", status="500 Oops"))
    server.say(OTHERS[2], EXPIRED)
    asking = client(server.url, failures=3)
    found = [outcome(asking.ask(code)) for code in OTHERS[:8]]
    assert found == ["server", "server", "expired", "server", "server", "server", "circuit", "circuit"]
    assert server.codes == OTHERS[:6]


def test_captchas_end_the_asking_too(server: Issuer) -> None:
    server.otherwise = FAULTS["captcha"][0]
    asking = client(server.url, failures=2)
    assert [outcome(asking.ask(code)) for code in OTHERS[:3]] == ["captcha", "captcha", "circuit"]


def test_client_that_lives_long_tries_a_failing_issuer_again(server: Issuer) -> None:
    server.say(CODE, respond(b"", status="500 Oops"), REPORT)
    asking = Client(settings(server.url, failures=1), lambda day: 1, again_after=0.2)
    assert [outcome(asking.ask(CODE)) for _ in range(2)] == ["server", "circuit"]
    time.sleep(0.25)
    assert outcome(asking.ask(CODE)) == "report"


def test_server_that_dies_in_the_middle_costs_the_rest_only(server: Issuer) -> None:
    server.otherwise = EXPIRED
    asking = client(server.url, failures=2)
    before = [outcome(asking.ask(code)) for code in OTHERS[:3]]
    server.stop()
    after = [outcome(asking.ask(code)) for code in OTHERS[3:7]]
    assert (before, after) == (["expired"] * 3, ["connection", "connection", "circuit", "circuit"])


def test_log_names_the_masked_code_and_the_state_only(server: Issuer, caplog: pytest.LogCaptureFixture) -> None:
    server.say(CODE, REPORT)
    with caplog.at_level(logging.DEBUG):
        client(server.url).ask(CODE)
    assert "AT************4W: report" in caplog.text
    for secret in (CODE, PAPER.record["name"], PAPER.record["certificate_number"]):
        assert secret not in caplog.text


def test_asking_works_where_an_event_loop_runs(server: Issuer) -> None:
    server.say(CODE, REPORT)

    async def serve() -> Answer:
        return client(server.url).ask(CODE)

    assert anyio.run(serve).state is AnswerState.REPORT


# --- a gateway of the office

MAPPING = Gateway(
    state="code",
    states={"OK": "report", "EXPIRED": "expired", "CLOSED": "closed", "NONE": "not-found", "BAD": "malformed"},
    fields={
        "name": "data.list.0.xm",
        "birth_date": "data.list.0.csrq",
        "certificate_number": "data.list.0.zsbh",
        "major": "data.list.7.zy",
    },
)


def through_gateway(server: Issuer, body: str, mapping: Gateway = MAPPING) -> Answer:
    server.say(CODE, respond(body, kind="application/json"))
    return client(server.url, kind="json", json=mapping).ask(CODE)


def test_gateway_report_is_read_as_the_policy_says(server: Issuer) -> None:
    answer = through_gateway(server, answer_pages.gateway(PAPER))
    assert answer.state is AnswerState.REPORT
    assert {name: reading.value for name, reading in answer.fields.items()} == {
        name: PAPER.record[name] for name in ("name", "birth_date", "certificate_number")
    }
    assert server.asked[0].headers["accept"] == "application/json"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("EXPIRED", "expired"), ("CLOSED", "closed"), ("NONE", "not-found"), ("BAD", "malformed"), ("?", "unreadable")],
)
def test_gateway_states_are_those_of_the_policy_and_other_words_are_no_answer(
    server: Issuer, word: str, expected: str
) -> None:
    assert outcome(through_gateway(server, answer_pages.gateway(PAPER, word))) == expected


def test_gateway_without_a_state_answers_with_a_report_or_not_at_all(server: Issuer) -> None:
    mapping = replace(MAPPING, state="")
    assert outcome(through_gateway(server, answer_pages.gateway(PAPER), mapping)) == "report"
    assert outcome(through_gateway(server, '{"data": null}', mapping)) == "unreadable"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{",
        '{"code": "OK"}',
        '{"code": ["OK"]}',
        '{"code": "OK", "data": {"list": [{"zsbh": 1.0e17, "xm": true, "csrq": {"a": 1}}]}}',
        "[" * 100_000,
        '{"code": ' + "9" * 10_000 + "}",
        answer_pages.report(PAPER),
    ],
)
def test_gateway_answer_that_the_mapping_does_not_know_is_no_answer(server: Issuer, body: str) -> None:
    assert outcome(through_gateway(server, body)) == "unreadable"


def test_reason_words_are_all_used() -> None:
    seen = {expected for _, expected in FAULTS.values()} | {"connection", "tls", "budget", "circuit", "opened-not", ""}
    assert {reason.value for reason in Reason} <= seen
