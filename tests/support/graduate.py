"""The fictional graduate of the notice's first sample, with a birth date that fits the rest."""

from __future__ import annotations

from collections.abc import Mapping

GRADUATE: Mapping[str, str] = {
    "name": "张三",
    "gender": "女",
    "birth_date": "1980-09-01",
    "enrolment_date": "1998-09-01",
    "graduation_date": "2001-07-01",
    "category": "普通高等教育",
    "level": "专科",
    "school": "北京林业大学",
    "duration": "3年",
    "major": "商品花卉",
    "study_form": "普通全日制",
    "certificate_number": "100221200106999999",
    "completion": "毕业",
    "president": "李四",
}
