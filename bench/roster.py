"""What a roster costs: to read, to keep, to index, and to search for the owner of a paper.

    python -m bench.roster [--sizes 1000 30000 1000000] [--rounds N]

Reading and memory are measured once for each size, in a process of its own. The search is interleaved: in each round
every size looks for the owners of its own hundred papers, so that other load on the machine falls on all alike; a third
of the papers belong to nobody. Processor time; compare sizes, not machines.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import xlsxwriter

from degree_verify.load.roster import read_roster
from degree_verify.load.schools import load_schools
from degree_verify.match.index import Index, build_index
from degree_verify.match.rank import match
from degree_verify.model.document import Document, DocumentType, ReadFrom, Reading, Source
from degree_verify.model.file import FileFacts
from degree_verify.model.geometry import Box
from degree_verify.model.policy import Thresholds
from degree_verify.model.roster import Candidate
from degree_verify.normalise.id_numbers import check_digit

SIZES = (1_000, 30_000, 1_000_000)
ROUNDS = 15
PAPERS = 100
HEADER = ("准考证号", "姓名", "性别", "身份证号", "毕业院校", "前置学历层次", "毕业证书编号")

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文辉健力东海波宁志国庆春梅云飞龙鑫宇浩轩子涵梓萱思琪雨欣怡佳慧颖"
    "琳晨阳光亮永安和顺福生林森松柏竹荷莲菊香美珍珠宝金银铁山川江河湖清水月星辰天成才德仁义礼智信忠孝廉正大"
)
_SCHOOLS = 400


def rows(size: int) -> Iterator[tuple[str, ...]]:
    """Fictional candidates: identity numbers of a district that does not exist, certificate serials from 990000 on."""
    random = Random(size)
    schools = list(load_schools().codes_by_name)[:_SCHOOLS]
    surnames = random.choices(_SURNAMES, [1 / (rank + 3) for rank in range(len(_SURNAMES))], k=size)
    for number, surname in enumerate(surnames):
        name = surname + "".join(random.choice(_GIVEN) for _ in range(1 if random.random() < 0.2 else 2))
        born = f"{random.randrange(1970, 2005)}{random.randrange(1, 13):02}{random.randrange(1, 29):02}"
        first = f"990000{born}{random.randrange(1000):03}"
        woman = int(first[-1]) % 2 == 0
        certificate = f"{random.randrange(10001, 14999)}1{int(born[:4]) + 22}0699{number % 10_000:04}"
        school = random.choice(schools)
        yield f"01{number:010}", name, "女" if woman else "男", first + check_digit(first), school, "专科", certificate


def write(path: Path, size: int) -> None:
    """A roster file of a size."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream)
            lines.writerow(HEADER)
            lines.writerows(rows(size))
        return
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADER, *rows(size))):
            sheet.write_row(number, 0, row)


def paper(candidate: Candidate, *, stranger: bool) -> Document:
    """What a candidate's record says; a stranger's has another year of birth and another number."""
    born = candidate.birth_date or ""
    values = {
        "name": candidate.name or "",
        "birth_date": f"{1940 + int(born[:4]) % 30}{born[4:]}" if stranger else born,
        "gender": candidate.gender or "",
        "school": candidate.school or "",
        "level": "专科",
        "certificate_number": "103571199906990000" if stranger else candidate.certificate_number or "",
    }
    readings = {name: Reading(name, value, value, ReadFrom.TEXT, 1, Box(0, 0, 1, 1)) for name, value in values.items()}
    return Document(
        *(f"scan-{candidate.row}.pdf", 0, "00", (1,), DocumentType.REGISTRATION_RECORD, None, Source.BORN_DIGITAL),
        *(readings, {}, (), (), (), FileFacts("pdf", 1, 1)),
    )


def papers(index: Index) -> list[Document]:
    random = Random(1)
    chosen = (random.choice(index.candidates) for _ in range(PAPERS))
    return [paper(candidate, stranger=number % 3 == 0) for number, candidate in enumerate(chosen)]


def resident() -> float:
    """Megabytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def cost(path: Path) -> None:
    """Prints what one roster costs to read, to keep and to index."""
    before, start = resident(), time.process_time()
    roster = read_roster(path)
    read, kept = time.process_time(), resident()
    build_index(roster)
    indexed = time.process_time()
    print(
        f"{len(roster.candidates):>9} {path.suffix[1:]:5} {read - start:8.2f} {kept - before:9.0f}"
        f" {indexed - read:9.2f} {resident() - before:9.0f}",
        flush=True,
    )


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.roster", description="What a roster costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cost", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.cost:
        cost(options.cost)
        return
    schools, thresholds = load_schools(), Thresholds()
    with tempfile.TemporaryDirectory() as folder:
        files = {size: Path(folder) / f"{size}.csv" for size in options.sizes}
        print("     rows file     read s  roster MB   index s   both MB", flush=True)
        for size, path in files.items():
            for file in (path, path.with_suffix(".xlsx")):
                write(file, size)
                subprocess.run([sys.executable, "-m", "bench.roster", "--cost", str(file)], check=True)
        found = {size: build_index(read_roster(path)) for size, path in files.items()}
    times: dict[int, list[float]] = {size: [] for size in found}
    work = {size: papers(index) for size, index in found.items()}
    for number in range(options.rounds + 1):
        for size, index in found.items():
            start = time.process_time()
            for document in work[size]:
                match(document, index, schools, thresholds)
            if number:  # the first round fills the caches
                times[size].append(1000 * (time.process_time() - start) / PAPERS)
    print("\n     rows  match ms   (least-most)  against the smallest")
    smallest = statistics.median(times[min(times)])
    for size, taken in times.items():
        middle = statistics.median(taken)
        print(f"{size:>9}  {middle:8.3f}  ({min(taken):.3f}-{max(taken):.3f})  {middle / smallest:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
