"""How high the threshold must be so that what passes it is right: the curve behind the policy's thresholds.

    python -m bench.scans --seeds 20 --readings readings.jsonl
    python -m bench.confidence readings.jsonl

For each threshold of the lowest character's confidence: how many critical readings pass it, how many of these are
wrong, the highest rate of wrong ones that this count does not rule out (95 %, rule of three where there are none), and
how many right readings it sends to a person. The last run is kept in confidence-curve.txt.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

THRESHOLDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)


def upper_bound(wrong: int, total: int) -> float:
    """The rate of wrong ones that is exceeded with a chance of 5 % (normal approximation with Wilson's correction)."""
    if total == 0:
        return 1.0
    if wrong == 0:
        return min(1.0, 3 / total)
    share, z = wrong / total, 1.645
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle + spread) / (1 + z * z / total)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.confidence", description="Calibrates the thresholds.")
    parser.add_argument("readings", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    lines = [json.loads(line) for path in options.readings for line in path.read_text("utf-8").splitlines()]
    right = sum(line["right"] for line in lines)
    print(f"{len(lines)} readings, {len(lines) - right} wrong")
    print("lowest >=  pass   wrong  rate    at most  right ones held back")
    for threshold in THRESHOLDS:
        kept = [line for line in lines if line["lowest"] >= threshold]
        wrong = sum(not line["right"] for line in kept)
        held = right - (len(kept) - wrong)
        rate = wrong / len(kept) if kept else 0.0
        print(
            f"{threshold:8.3f} {len(kept):6} {wrong:7} {rate:6.2%} {upper_bound(wrong, len(kept)):8.2%} "
            f"{held:7} ({held / max(right, 1):.1%})"
        )
    print("\nwrong readings, the surest first:")
    for line in sorted((line for line in lines if not line["right"]), key=lambda line: -line["lowest"])[:20]:
        print(f"  {line['lowest']:.3f}  {line['condition']:16} {line['layout']:32} {line['field']:20} {line['value']}")


if __name__ == "__main__":
    main(sys.argv[1:])
