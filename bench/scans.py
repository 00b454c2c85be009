"""How surely papers are read from pictures, condition by condition.

    python -m bench.scans [--seeds N] [--first N] [--conditions a,b] [--layouts a,b] [--readings FILE]

Draws specimens, degrades them, reads and judges them, and compares with what was printed. Per condition:

* type: papers whose kind was told; qr: codes decoded of those printed;
* critical: fields that matter read exactly; read: those read at all;
* wrong: critical values that are wrong and over the policy's thresholds, the worst there is;
* doubted: critical values under the thresholds, which go to a person;
* alarms: papers with a finding that the same paper as a PDF of text does not have, low-confidence-reading aside;
* passed: papers whose verdict is that of the PDF of text;
* s: processor seconds a page, this process, one thread.

--readings writes each reading with its confidence and whether it was right, for bench.confidence.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from degree_verify.judging import judge
from degree_verify.load.layouts import load_layouts
from degree_verify.load.policy import load_policy
from degree_verify.load.schools import load_schools
from degree_verify.model.result import Result
from degree_verify.model.roster import Match
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file
from degree_verify.rules import registry
from tests.support.degrade import CONDITIONS, degraded
from tests.support.specimens import draft, render

LAYOUTS = ("registration-record-c", "registration-record-b", "registration-record-certificate", "certification-report")
CRITICAL = (
    "name", "gender", "birth_date", "graduation_date", "category", "level", "school", "certificate_number",
    "original_certificate_number", "completion", "verification_code", "report_number", "update_date", "print_date",
)  # fmt: skip
"""Fields that decide something."""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scans", description="Reads degraded specimens.")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--conditions", default=",".join(CONDITIONS))
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--readings", type=Path)
    parser.add_argument("-v", action="store_true")
    options = parser.parse_args(arguments)
    tools = Tools(load_layouts(), load_schools(), load_policy("anhui-2023h1", {}))
    read_file(degraded(render([draft(seed=1)]), "screenshot-96"), "warm", tools)  # the models are loaded before
    lines = []
    print(f"{'condition':16} papers  type    qr  critical  read  wrong  doubted  alarms  passed     s")
    totals: Counter[str] = Counter()
    for condition in options.conditions.split(","):
        counts: Counter[str] = Counter()
        for layout in options.layouts.split(","):
            for seed in range(options.first, options.first + options.seeds):
                lines += one(condition, layout, seed, tools, counts, verbose=options.v)
        show(condition, counts)
        totals += counts
    show("all", totals)
    if options.readings:
        options.readings.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def one(condition: str, layout: str, seed: int, tools: Tools, counts: Counter[str], *, verbose: bool) -> list[dict]:
    """Reads one paper under one condition and adds what became of it to the counts; gives its critical readings."""
    paper = draft(layout, seed=f"scan {seed}")
    truth, pdf = paper.truth(), render([paper])
    as_of = date.fromisoformat(max(paper.record["update_date"], paper.record["print_date"])) + timedelta(days=10)
    picture = degraded(pdf, condition, seed=seed)
    start = time.process_time()
    documents = read_file(picture, "picture", tools)
    counts["ms"] += round(1000 * (time.process_time() - start))
    rules = registry.all_rules()
    clean = judge(read_file(pdf, "text", tools)[0], Match("no-roster"), tools, as_of, None, rules)
    result = judge(documents[0], Match("no-roster"), tools, as_of, None, rules)
    document = documents[0]
    counts["papers"] += 1
    counts["type"] += document.type.value == truth["type"]
    counts["codes"] += len(truth["codes"])
    counts["decoded"] += {code["code"] for code in truth["codes"]} <= {code.code for code in document.codes} and bool(
        truth["codes"]
    )
    limits = tools.policy.thresholds
    lines = []
    for name, value in truth["fields"].items():
        if name not in CRITICAL:
            continue
        counts["fields"] += 1
        reading = document.fields.get(name)
        if reading is None:
            if verbose:
                print("   ", condition, layout, seed, name, "unread", document.unread.get(name))
            continue
        right = reading.value == value
        sure = reading.confidence >= limits.field_confidence and reading.lowest >= limits.character_confidence
        counts["read"] += 1
        counts["right"] += right
        counts["wrong"] += sure and not right
        counts["doubted"] += not sure
        if verbose and not sure:
            print(
                "   ", condition, layout, seed, "doubted", name, reading.value, round(reading.lowest, 3), reading.steps
            )
        if verbose and not right:
            print("   ", condition, layout, seed, name, value, reading)
        lines.append(
            {
                "condition": condition,
                "layout": layout,
                "seed": seed,
                "field": name,
                "right": right,
                "value": reading.value,
            }
            | {"mean": round(reading.confidence, 5), "lowest": round(reading.lowest, 5), "steps": reading.steps}
        )
    extra = names(result) - names(clean) - {"low-confidence-reading"}
    counts["alarms"] += bool(extra)
    counts["passed"] += result.verdict is clean.verdict
    if verbose and extra:
        print("   ", condition, layout, seed, "alarms", sorted(extra))
    return lines


def names(result: Result) -> set[str]:
    return {finding.name for finding in result.findings}


def show(condition: str, counts: Counter[str]) -> None:
    papers, fields = max(counts["papers"], 1), max(counts["fields"], 1)
    print(
        f"{condition:16} {counts['papers']:6} {counts['type'] / papers:6.1%} "
        f"{counts['decoded']:3}/{counts['codes']:<3} {counts['right'] / fields:6.1%} {counts['read'] / fields:6.1%} "
        f"{counts['wrong']:5} {counts['doubted']:8} {counts['alarms']:7} {counts['passed'] / papers:7.0%} "
        f"{counts['ms'] / papers / 1000:6.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
