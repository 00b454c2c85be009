"""What holds for papers with an answer of the issuer, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from degree_verify.model.case import Case
from degree_verify.model.document import ReadFrom
from degree_verify.model.lookup import Answer, AnswerState, Reason
from degree_verify.model.outcome import Verdict
from degree_verify.rules.online.online_mismatch import Params
from tests.rules.papers import AS_OF, FAULTS, PAPERS, clean_case, faulty_case, verdict_of

ASKED = [layout for layout in PAPERS if layout.startswith("registration-record")]
OTHER = {
    "name": "李四",
    "gender": "男",
    "birth_date": "1980-09-02",
    "enrolment_date": "1998-09-02",
    "graduation_date": "2001-07-02",
    "category": "成人高等教育",
    "level": "本科",
    "school": "北京大学",
    "duration": "4年",
    "major": "会计",
    "study_form": "函授",
    "certificate_number": "100221200106999998",
    "completion": "结业",
    "president": "王五",
}


def answered(case: Case, state: AnswerState = AnswerState.REPORT, without: str = "", **changes: str) -> Case:
    """The case with the report that stands behind its paper, or what else the issuer said."""
    assert case.document is not None
    fields = {
        name: replace(reading, value=changes.get(name, reading.value), read_from=ReadFrom.ONLINE)
        for name, reading in case.document.fields.items()
        if name != without
    }
    code = case.document.fields["verification_code"].value
    reason = Reason.TIMEOUT if state is AnswerState.UNAVAILABLE else Reason.NONE
    shown = fields if state is AnswerState.REPORT else {}
    return replace(case, answer=Answer(code, state, case.as_of, shown, reason), online=True)


@pytest.mark.parametrize("layout", ASKED)
def test_clean_paper_whose_report_agrees_is_accepted(layout: str) -> None:
    assert verdict_of(answered(clean_case(layout))) is Verdict.ACCEPT


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize("layout", ASKED)
def test_clean_paper_whose_report_differs_in_one_field_is_rejected(layout: str, field: str) -> None:
    assert verdict_of(answered(clean_case(layout), **{field: OTHER[field]})) is Verdict.REJECT


@pytest.mark.parametrize("field", Params().required)
def test_clean_paper_whose_report_leaves_a_field_out_is_not_accepted(field: str) -> None:
    assert verdict_of(answered(clean_case("registration-record-c"), without=field)) is Verdict.REVIEW


@pytest.mark.parametrize("state", [state for state in AnswerState if state is not AnswerState.REPORT])
@pytest.mark.parametrize("layout", ASKED)
def test_clean_paper_is_accepted_by_no_other_answer_than_a_persons(layout: str, state: AnswerState) -> None:
    accepted = verdict_of(answered(clean_case(layout), state)) is Verdict.ACCEPT
    assert accepted is (state is AnswerState.CONFIRMED)


def test_clean_paper_about_which_the_issuer_was_to_be_asked_and_was_not_is_not_accepted() -> None:
    assert verdict_of(replace(clean_case("registration-record-c"), online=True)) is Verdict.REVIEW


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "validity-expired"])
@pytest.mark.parametrize("state", [AnswerState.REPORT, AnswerState.CONFIRMED])
def test_faulty_paper_is_accepted_by_no_answer(fault: str, state: AnswerState) -> None:
    assert verdict_of(answered(faulty_case("registration-record-c", fault), state)) is not Verdict.ACCEPT


def test_report_whose_owner_extended_it_counts_until_the_answer_is_old() -> None:
    case = clean_case("registration-record-c")
    assert case.document is not None
    dated = replace(case.document.fields["update_date"], value="2022-06-05", raw="2022-06-05")
    old = replace(case, document=replace(case.document, fields={**case.document.fields, "update_date": dated}))
    assert verdict_of(old) is Verdict.REVIEW
    seen = answered(old)
    assert verdict_of(seen) is Verdict.ACCEPT
    assert seen.answer is not None
    stale = replace(seen, answer=replace(seen.answer, day=AS_OF.replace(month=5)))
    assert verdict_of(stale) is Verdict.REVIEW
