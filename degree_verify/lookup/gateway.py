"""The answer of an office's own gateway: JSON, read as the policy's mapping says."""

from __future__ import annotations

import json
from typing import Any

from degree_verify.lookup.page import Content, decoded, nothing, reading
from degree_verify.model.lookup import AnswerState, Reason
from degree_verify.model.policy import Gateway


def read_json(body: bytes, gateway: Gateway) -> Content:
    """What a gateway says. Never raises; what the mapping does not know is no answer."""
    text = decoded(body)
    try:
        data = json.loads(text or "")
    except (ValueError, RecursionError):
        return nothing(Reason.UNREADABLE)
    found = ((name, reading(name, _text(_at(data, path)))) for name, path in gateway.fields.items())
    fields = {name: value for name, value in found if value is not None}
    if gateway.state:
        state = gateway.states.get(_word(_at(data, gateway.state)), AnswerState.UNAVAILABLE)
    else:
        state = AnswerState.REPORT if fields else AnswerState.UNAVAILABLE
    if state == AnswerState.UNAVAILABLE or (state == AnswerState.REPORT and not fields):
        return nothing(Reason.UNREADABLE)
    return Content(AnswerState(state), fields if state == AnswerState.REPORT else {})


def _at(data: Any, path: str) -> Any:
    """What stands at a path such as `data.person.name` or `rows.0.name`; None when there is nothing."""
    for step in path.split("."):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _text(value: Any) -> str:
    """A value as text. A number with a fraction or an exponent is none: long ones lose their last digits that way."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _word(value: Any) -> str:
    """A word for a state, which may be true or false too."""
    return str(value).lower() if isinstance(value, bool) else _text(value)
