"""What holds for all rules together, whatever a paper says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degree_verify.extract.parsers import PARSERS
from degree_verify.model.case import Case
from degree_verify.model.document import (
    EVIDENCE_TYPES,
    Code,
    CodeKind,
    DocumentType,
    ReadFrom,
    Reading,
    Unread,
    UnreadReason,
)
from degree_verify.model.outcome import Finding, Outcome, Severity, Status, Verdict
from degree_verify.model.roster import Candidate, Match
from degree_verify.rules import registry
from degree_verify.verdict import fold
from tests.rules.cases import LAYOUTS, PLACE
from tests.rules.papers import FAULTS, PAPERS, clean_case, faulty_case, outcomes_of, verdict_of, without

SOME = settings(max_examples=40, deadline=None)
WEIGHT = {Verdict.ACCEPT: 0, Verdict.REVIEW: 1, Verdict.REJECT: 2}


def _findings(case: Case) -> dict[str, Severity]:
    return {f.name: f.severity for f in registry.findings(outcomes_of(case), case.policy)}


@pytest.mark.parametrize("layout", PAPERS)
def test_clean_paper_is_accepted_without_a_finding_that_decides(layout: str) -> None:
    case = clean_case(layout)

    assert {name: s for name, s in _findings(case).items() if s is not Severity.INFO} == {}
    assert verdict_of(case) is Verdict.ACCEPT


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("layout", PAPERS)
def test_paper_with_one_fault_is_not_accepted(layout: str, fault: str) -> None:
    case = faulty_case(layout, fault)
    if case == clean_case(layout):  # the layout has no such field
        assert "code" in fault or fault == "validity-expired"
        return

    assert fault in _findings(case)
    assert verdict_of(case) is not Verdict.ACCEPT


@pytest.mark.parametrize("layout", PAPERS)
def test_clean_paper_with_two_required_fields_swapped_is_not_accepted(layout: str) -> None:
    case = clean_case(layout)
    assert case.document is not None
    fields = case.document.fields
    accepted = []
    for one, other in combinations(LAYOUTS[layout].required, 2):
        swapped = {
            one: replace(fields[one], value=fields[other].value),
            other: replace(fields[other], value=fields[one].value),
        }
        document = replace(case.document, fields={**fields, **swapped})
        if fields[one].value != fields[other].value and verdict_of(replace(case, document=document)) is Verdict.ACCEPT:
            accepted.append((one, other))

    assert accepted == []


@pytest.mark.parametrize("reason", UnreadReason)
@pytest.mark.parametrize("layout", PAPERS)
def test_clean_paper_without_one_required_field_is_not_accepted(layout: str, reason: UnreadReason) -> None:
    case = clean_case(layout)

    accepted = [name for name in LAYOUTS[layout].required if verdict_of(without(case, name, reason)) is Verdict.ACCEPT]

    assert accepted == []


@pytest.mark.parametrize("layout", PAPERS)
def test_clean_paper_on_which_nobody_looked_for_a_required_field_is_not_accepted(layout: str) -> None:
    case = replace(clean_case(layout), match=Match("no-roster"))
    assert case.document is not None
    accepted = []
    for name in LAYOUTS[layout].required:
        fields = {known: reading for known, reading in case.document.fields.items() if known != name}
        if verdict_of(replace(case, document=replace(case.document, fields=fields))) is Verdict.ACCEPT:
            accepted.append(name)

    assert accepted == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("layout", PAPERS)
def test_blanking_a_field_of_a_faulty_paper_never_makes_it_accepted(layout: str, fault: str) -> None:
    case = faulty_case(layout, fault)
    if case == clean_case(layout):
        return
    assert case.document is not None
    accepted = [
        (name, reason.value)
        for name in case.document.fields
        for reason in (UnreadReason.EMPTY, UnreadReason.NOT_FOUND, UnreadReason.PICTURE)
        if verdict_of(without(case, name, reason)) is Verdict.ACCEPT
    ]

    assert accepted == []


@pytest.mark.parametrize("kind", [kind for kind in DocumentType if kind not in EVIDENCE_TYPES])
def test_paper_whose_fields_no_rule_understands_is_not_accepted_even_if_the_policy_lists_it(kind: DocumentType) -> None:
    case = clean_case("registration-record-c", policy={"accepted_documents": [kind.value]})
    assert case.document is not None
    verdict = verdict_of(replace(case, document=replace(case.document, type=kind)))

    assert verdict is not Verdict.ACCEPT


def test_end_of_validity_added_to_a_form_that_prints_none_does_not_confirm_an_old_record() -> None:
    case = clean_case("registration-record-c")
    assert case.document is not None
    old = replace(case.document.fields["update_date"], value="2022-07-01", raw="2022-07-01")
    added = Reading("valid_until", "2030-01-01", "2030年1月1日", old.read_from, 1, PLACE)
    fields = {**case.document.fields, "update_date": old, "valid_until": added}
    verdict = verdict_of(replace(case, document=replace(case.document, fields=fields)))

    assert verdict is not Verdict.ACCEPT


def _reading(field: str, value: str, confidence: float = 1.0) -> Reading:
    return Reading(field, value, value, ReadFrom.TEXT, 1, PLACE, confidence, confidence)


CLEAN = clean_case("registration-record-c")

PIECES = st.sampled_from(
    (
        "2023-06-05",
        "2023年6月",
        "2001年07月01日",
        "1900-01",
        "专科",
        "本科",
        "高中",
        "毕业",
        "结业",
        "男",
        "女",
        "成人",
        "普通高等教育",
        "高等教育自学考试",
        "3年",
        "三年",
        "10年",
        "北京林业大学",
        "张三",
        "100221200106999999",
        "65340100012345678",
        "1002242006000001",
        "X1",
        "A123456789BCDEFG",
        "090888693519",
        "000000000000000000",
    )
)
TEXTS = st.one_of(PIECES, st.text(max_size=20), st.text("0123456789", min_size=1, max_size=24))


@st.composite
def documents(draw: st.DrawFn) -> Case:
    """A paper of any layout that says anything: what no parser takes is unread for some reason."""
    layout = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))]
    fields, unread = {}, {}
    for field in layout.fields:
        parsed = PARSERS[field.parser](draw(TEXTS))
        if parsed is None or draw(st.integers(0, 5)) == 0:
            unread[field.name] = Unread(field.name, draw(st.sampled_from(UnreadReason)))
        else:
            fields[field.name] = _reading(field.name, parsed.value, draw(st.floats(0, 1)))
    codes = draw(
        st.lists(
            st.builds(
                Code,
                payload=st.text(max_size=5),
                kind=st.sampled_from(CodeKind),
                page=st.just(1),
                box=st.just(PLACE),
                host=st.none() | st.text(max_size=5),
                trusted=st.none() | st.booleans(),
                code=st.none() | TEXTS,
                reports=st.none() | st.booleans(),
                fields=st.dictionaries(st.sampled_from(["name", "level", "graduation_date"]), TEXTS, max_size=2),
            ),
            max_size=2,
        )
    )
    assert CLEAN.document is not None
    document = replace(
        CLEAN.document,
        type=layout.type,
        layout=layout.id,
        language=layout.language,
        expects_code=layout.expects_code,
        fields=fields,
        unread=unread,
        required=layout.required,
        codes=tuple(codes),
    )
    candidate = Candidate("1", 2, draw(TEXTS), draw(TEXTS), draw(st.sampled_from(["男", "女", None])))
    as_of = draw(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
    return replace(CLEAN, document=document, as_of=as_of, match=Match("matched", candidate, 1.0, 1.0))


@SOME
@given(documents())
def test_rules_on_any_paper_never_raise_and_their_findings_have_words(case: Case) -> None:
    outcomes = outcomes_of(case)

    assert [outcome for outcome in outcomes if outcome.status is Status.ERRORED] == []
    assert all(f.message_zh and f.message_en for f in registry.findings(outcomes, case.policy))


@SOME
@given(documents())
def test_verdict_follows_from_the_outcomes_in_any_order(case: Case) -> None:
    outcomes = outcomes_of(case)
    backwards = tuple(reversed(outcomes))

    assert fold(backwards, registry.findings(backwards, case.policy)) is verdict_of(case)


OUTCOMES = st.lists(
    st.builds(
        Outcome,
        rule=st.sampled_from(["encrypted-file", "qr-missing", "missing-field", "qr-code-mismatch", "encrypted-file"]),
        status=st.sampled_from(Status),
        facts=st.just({"fields": "", "unread": "", "error": ""}),
        message=st.just(""),
        severity=st.sampled_from([*Severity, None]),
    ),
    max_size=6,
)


def _shown(outcomes: list[Outcome]) -> tuple[Finding, ...]:
    known = {
        Status.CANNOT_TELL: "cannot-tell.unread",
        Status.FAILED: "failed",
        Status.ERRORED: "errored",
    }
    return registry.findings([replace(o, message=known.get(o.status, "")) for o in outcomes], CLEAN.policy)


@given(OUTCOMES, st.randoms(use_true_random=False))
def test_verdict_ignores_the_order_of_outcomes(outcomes: list[Outcome], random: object) -> None:
    shuffled = list(outcomes)
    random.shuffle(shuffled)

    assert fold(shuffled, _shown(shuffled)) is fold(outcomes, _shown(outcomes))


@given(OUTCOMES, st.sampled_from([Status.FAILED, Status.CANNOT_TELL, Status.ERRORED]), st.sampled_from([*Severity]))
def test_another_finding_never_improves_the_verdict(
    outcomes: list[Outcome], status: Status, severity: Severity
) -> None:
    more = [*outcomes, Outcome("qr-missing", status, {"unread": "", "error": ""}, severity=severity)]

    assert WEIGHT[fold(more, _shown(more))] >= WEIGHT[fold(outcomes, _shown(outcomes))]
