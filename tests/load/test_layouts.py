"""Layout files: the packaged ones load, a bad one is an error that says where and what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from degree_verify.errors import LayoutError
from degree_verify.extract.parsers import PARSERS
from degree_verify.load import layouts
from degree_verify.load.layouts import layout_files, load_layout, load_layouts
from degree_verify.model.document import EVIDENCE_TYPES, FIELDS

SOUND = """
id = "sample"
type = "registration_record"
title_zh = "样本"
title_en = "Sample"
titles = ["样本备案表"]
fields = ["name", "level", "verification_code"]
required = ["name"]
sources = ["made up for this test"]
labels = { name = ["姓 名（样本）"] }
same_row = [["name", "level"]]
era = { from = 2018-01-01, to = 2022-12-31 }
"""

NEEDED = {"name", "gender", "birth_date", "graduation_date", "level", "school", "certificate_number", "completion"}
"""What identity and eligibility rest on; every paper that counts prints it."""


def _load(tmp_path: Path, text: str) -> layouts.Layout:
    path = tmp_path / "sample.toml"
    path.write_text(text, encoding="utf-8")
    return load_layout(path)


def test_sound_file_loads_with_its_own_labels_beside_the_common_ones(tmp_path: Path) -> None:
    layout = _load(tmp_path, SOUND)

    name, level, _ = layout.fields
    assert (name.name, name.required, name.parser) == ("name", True, "person-name")
    assert {"姓名", "姓名(样本)"} <= set(name.labels)
    assert not level.required
    assert layout.required == ("name",)
    assert (layout.era_from, layout.era_to) == (date(2018, 1, 1), date(2022, 12, 31))
    assert layout.same_row == (("name", "level"),)


def test_longer_label_wins_over_the_shorter_one_in_it(tmp_path: Path) -> None:
    match = _load(tmp_path, SOUND).label_pattern.search("姓名(样本)")

    assert match is not None
    assert match.group() == "姓名(样本)"


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("titles =", "title =", "title", "titles"),
        ('required = ["name"]', "", "required", "missing"),
        ('type = "registration_record"', 'type = "registration"', "type", "registration_record"),
        ('["name", "level", "verification_code"]', '["nmae"]', "fields", "name"),
        ('titles = ["样本备案表"]', 'titles = "样本备案表"', "titles", "list"),
        ('["样本备案表"]', '["样本("]', "titles", "regular expression"),
        ('[["name", "level"]]', '[["name", "school"]]', "same_row", "pairs"),
        ('[["name", "level"]]', '[["name"]]', "same_row", "pairs"),
        ("2018-01-01", '"2018"', "era.from", "2018-01-01"),
        ('required = ["name"]', 'required = ["name", "school"]', "required", "school"),
        ("{ name =", "{ nmae =", "labels", "name"),
        ("era = { from", "era = { form", "era", "from"),
    ],
)
def test_bad_file_is_an_error_that_names_file_key_and_what_was_expected(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    assert old in SOUND
    with pytest.raises(LayoutError) as caught:
        _load(tmp_path, SOUND.replace(old, new))

    assert "sample.toml" in caught.value.en
    assert f"key {key}" in caught.value.en
    assert said in caught.value.en
    assert "sample.toml" in caught.value.zh
    assert key in caught.value.zh


@pytest.mark.parametrize("text", ["id = ", 'id = "a"\nid = "b"'])
def test_file_that_is_no_toml_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(LayoutError, match=r"sample\.toml"):
        _load(tmp_path, text)


def test_file_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"none\.toml"):
        load_layout(tmp_path / "none.toml")


def test_packaged_layouts_are_named_by_their_files_and_say_their_sources() -> None:
    assert [layout.id for layout in load_layouts()] == [path.stem for path in layout_files()]
    assert all(layout.sources for layout in load_layouts())


def test_parsers_that_layouts_may_name_are_those_there_are() -> None:
    assert set(layouts.PARSERS) == set(PARSERS)


@pytest.mark.parametrize("layout", load_layouts(), ids=lambda layout: layout.id)
def test_packaged_layout_is_consistent(layout: layouts.Layout) -> None:
    names = [field.name for field in layout.fields]

    assert len(names) == len(set(names))
    assert set(names) <= set(FIELDS)
    assert set(layout.required) <= set(names)
    if layout.type in EVIDENCE_TYPES and layout.language == "zh":
        needed = {
            "name",
            "gender",
            "birth_date",
            "graduation_date",
            "level",
            "school",
            "certificate_number",
            "completion",
        }
        assert needed <= set(layout.required)
        assert layout.least_fields >= 5
