"""The papers of a loan: whatever a name is written with stands on them."""

import pytest

from core.i18n import use_locale
from core.typesetting import GETA, inputs, lost_in
from loans.documents import Box, Sheet, as_pdf
from tests.sheets import signs_in


@pytest.mark.parametrize("name", ["𠮷野 槗子", "髙﨑 濵", "ヷヸ", "김민수", "张伟 刘丽华"])
def test_a_sheet_shows_rare_signs(name: str) -> None:
    assert set(name.replace(" ", "")) <= signs_in(as_pdf(_sheet(name)))


@pytest.mark.parametrize("name", ["กานต์ ต้นไม้", "မောင်မောင်", "नेपाल क्षेत्री", "😀🤖", "葛\U000e0100飾"])
def test_names_from_afar_can_be_printed(name: str) -> None:
    assert not lost_in(name)
    assert GETA not in signs_in(as_pdf(_sheet(name)))


def test_a_sheet_says_which_signs_it_cannot_show() -> None:
    assert lost_in("বাংলা", ["あ"]) == "ংবলা"
    shown = signs_in(as_pdf(_sheet("বাংলা あ")))
    assert set("〓あ書体0982") <= shown
    assert not set("বাংলা") & shown
    with use_locale("en"):
        assert "(U+0982)" in inputs({"sheet": "ং"})["lost"]
        assert inputs({"sheet": "あ"})["lost"] == '""'


def _sheet(name: str) -> Sheet:
    return Sheet(
        title="試用貸出申込書",
        number="2026-000001",
        made_on="2026年11月21日",
        addressee="相談窓口",
        boxes=[Box("担当者", [("氏名", name)])],
        seal="",
        footer="",
    )
