"""The papers of a loan: whatever a name is written with stands on them."""

import pytest

from loans.documents import Box, Sheet, as_pdf
from tests.sheets import signs_in


@pytest.mark.parametrize("name", ["𠮷野 槗子", "髙﨑 濵", "ヷヸ", "김민수", "张伟 刘丽华"])
def test_a_sheet_shows_rare_signs(name: str) -> None:
    sheet = Sheet(
        title="試用貸出申込書",
        number="2026-000001",
        made_on="2026年11月21日",
        addressee="相談窓口",
        boxes=[Box("担当者", [("氏名", name)])],
        seal="",
        footer="",
    )
    assert set(name.replace(" ", "")) <= signs_in(as_pdf(sheet))
