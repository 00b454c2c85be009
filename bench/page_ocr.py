"""What reading a scan costs, and what it yields, beside RapidOCR's own pass over the whole page.

    python -m bench.page_ocr [--seeds N] [--conditions a,b] [--layouts a,b]

The same picture, in the same run, by turns: the reader with all that belongs to it (codes, straightening, fields), and
RapidOCR as it comes, its text searched for the same fields. One thread each; processor seconds of this process. The
last line has the ratio of the two, and the share of fields that each read as they were printed.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image

from bench.rivals import PATTERNS, searched
from bench.scans import LAYOUTS
from degree_verify.load.layouts import load_layouts
from degree_verify.load.policy import load_policy
from degree_verify.load.schools import load_schools
from degree_verify.model.tools import Tools
from degree_verify.normalise.text import squeeze
from degree_verify.pipeline import read_file
from tests.support.degrade import degraded
from tests.support.specimens import draft, render

SCANS = ("scan-150", "scan-200", "scan-300", "scan-grey", "scan-90", "stamp", "fold")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.page_ocr", description="Against RapidOCR's whole page.")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--conditions", default=",".join(SCANS))
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    options = parser.parse_args(arguments)
    rival = rapidocr()
    if rival is None:
        print("rapidocr is not installed (dependency group bench): nothing to compare with")
        return
    cv2.setNumThreads(1)
    tools = Tools(load_layouts(), load_schools(), load_policy("anhui-2023h1", {}))
    print(f"{'condition':12} pages   ours s  rapidocr s  ratio  ours exact  rapidocr exact")
    totals: Counter[str] = Counter()
    for condition in options.conditions.split(","):
        counts: Counter[str] = Counter()
        for layout in options.layouts.split(","):
            for seed in range(options.seeds):
                one(condition, layout, seed, tools, rival, counts)
        show(condition, counts)
        totals += counts
    show("all", totals)


def rapidocr() -> Any:
    """RapidOCR with its own settings but for the threads; None where it is not installed. Its models are loaded."""
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415
    except ImportError:
        return None
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={**threads, "Global.log_level": "error"})
    engine(np.full((64, 256, 3), 255, np.uint8))
    return engine


def one(condition: str, layout: str, seed: int, tools: Tools, rival: Any, counts: Counter[str]) -> None:
    """Reads one page both ways, the first to read changing from page to page."""
    paper = draft(layout, seed=f"page {seed}")
    picture = degraded(render([paper]), condition, seed=seed)
    truth = {name: squeeze(value) for name, value in paper.truth()["fields"].items() if name in PATTERNS}

    def ours() -> dict[str, str]:
        document = read_file(picture, "picture", tools)[0]
        return {name: squeeze(reading.value) for name, reading in document.fields.items()}

    def theirs() -> dict[str, str]:
        colours = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))
        return dict(searched(" ".join(rival(np.ascontiguousarray(colours[..., ::-1])).txts or ())))

    ways = [("ours", ours), ("theirs", theirs)]
    if counts["pages"] == 0:  # what is loaded once is no cost of a page
        ours()
    for name, way in ways if counts["pages"] % 2 else ways[::-1]:
        start = time.process_time()
        found = way()
        counts[f"{name} ms"] += round(1000 * (time.process_time() - start))
        counts[f"{name} exact"] += sum(found.get(field) == value for field, value in truth.items())
    counts["fields"] += len(truth)
    counts["pages"] += 1


def show(condition: str, counts: Counter[str]) -> None:
    pages, fields = max(counts["pages"], 1), max(counts["fields"], 1)
    ours, theirs = counts["ours ms"] / pages / 1000, counts["theirs ms"] / pages / 1000
    print(
        f"{condition:12} {counts['pages']:5} {ours:8.2f} {theirs:11.2f} {ours / max(theirs, 0.001):6.2f} "
        f"{counts['ours exact'] / fields:10.1%} {counts['theirs exact'] / fields:14.1%}",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
