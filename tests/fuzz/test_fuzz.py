"""A short while of fuzzing, and every case that was ever found. `make fuzz SECONDS=600` goes on for longer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, corpus, mutated, seeds

EXAMPLES = {"document": 40, "picture": 40}


@pytest.mark.parametrize("target", TARGETS)
def test_mutated_input_raises_only_typed_errors(target: str) -> None:
    @settings(
        max_examples=EXAMPLES.get(target, 200),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        TARGETS[target][0](data.draw(mutated(target)))

    assert seeds(target)
    run()


@pytest.mark.parametrize("target", TARGETS)
def test_what_once_broke_a_reader_breaks_it_no_more(target: str) -> None:
    for path in corpus(target):
        TARGETS[target][0](path.read_bytes())
