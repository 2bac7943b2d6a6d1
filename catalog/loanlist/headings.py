"""Which row of a list is its heading, and which column means what: proposed for a person to mend. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from core.text import normalise

# Whatever is proposed depends on so many rows, and the one below them.
_LOOKED_AT = 40
_FEWEST = 3


class Field(StrEnum):
    """What a column of a loan list can mean (DOMAIN section 5)."""

    FIELD = "field"
    ITEM = "item"
    PRODUCT = "product"
    COMPANY = "company"
    CONTACT = "contact"
    OUTLINE = "outline"
    DESCRIPTION = "description"
    PRICE = "price"
    PERIOD = "period"
    UNITS = "units"
    AREA = "area"
    SHIPPING = "shipping"
    EXPLANATION = "explanation"
    URL = "url"
    TAIS = "tais"


# Words met in headings; the first field that has one of them in a heading takes the column.
_WORDS: Mapping[Field, str] = {
    Field.TAIS: r"TAIS|タイス",
    Field.URL: r"URL|ホームページ|HP|ウェブ|WEB|リンク|サイト",
    Field.PRICE: r"価格|金額|定価|単価|税込|税別",
    Field.PERIOD: r"期間|日数",
    Field.UNITS: r"台数|数量|個数",
    Field.SHIPPING: r"送料|輸送|運賃|配送|費用|負担",
    Field.AREA: r"地域|エリア|都道府県",
    Field.EXPLANATION: r"事前|レクチャ|研修|講習|デモ",
    Field.CONTACT: r"連絡|問合|問い合|電話|担当|TEL|メール",
    Field.COMPANY: r"企業|会社|メーカ|事業者|販売元|法人|製造",
    Field.PRODUCT: r"機種|製品|機器名|商品|品名|ロボット名|名称|機器$|型式",
    Field.FIELD: r"分野",
    Field.ITEM: r"項目|区分|種別|種類|カテゴリ",
    Field.OUTLINE: r"概要|特徴|特長|用途|機能",
    Field.DESCRIPTION: r"説明|備考|詳細|補足",
}


class Columns(msgspec.Struct, frozen=True):
    """Where a list begins (the index of the first row below its heading), and the column of each field."""

    first_row: int
    columns: dict[Field, int]

    @property
    def is_enough(self) -> bool:
        """Whether rows can be told apart at all."""
        return Field.PRODUCT in self.columns


def meaning(heading: str) -> Field | None:
    """What a column with this heading means, None when nobody could say."""
    folded = normalise(heading).upper()
    return next((field for field, words in _WORDS.items() if re.search(normalise_words(words), folded)), None)


def normalise_words(words: str) -> str:
    """The pattern as headings are folded: without long vowel marks, in capitals."""
    return words.replace("ー", "").upper()


def propose(rows: Sequence[Sequence[str]]) -> Columns:
    """The heading with the most meanings among the first rows, together with a second line below it."""
    best: dict[Field, int] = {}
    where = 0
    for number, row in enumerate(rows[:_LOOKED_AT]):
        found = _meanings([row])
        if len(found) > len(best):
            best, where = found, number
    if len(best) < _FEWEST:
        return Columns(0, best if Field.PRODUCT in best else {})
    first, heading = where + 1, [rows[where]]
    if where + 1 < len(rows) and _is_heading_below(rows[where], rows[where + 1]):
        heading.append(rows[where + 1])
        first += 1
    if where and _is_heading_below(rows[where - 1], rows[where]) and any(rows[where - 1]):
        heading.insert(0, rows[where - 1])
    return Columns(first, _meanings(heading))


# Sheets that stand beside a list: how it is filled in, what may be chosen, what is over.
_ASIDE = re.compile(r"例|見本|サンプル|説明|マスタ|選択|旧|終了|廃止|履歴")
_ENOUGH_ROWS = 10


def most_like(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> int:
    """Which of these sheets (name, rows) looks most like a loan list; of equals the first one."""
    return max(range(len(sheets)), key=lambda number: (*_likeness(*sheets[number]), -number))


def _likeness(name: str, rows: Sequence[Sequence[str]]) -> tuple[bool, bool, int, int]:
    proposed = propose(rows)
    product = proposed.columns.get(Field.PRODUCT)
    if product is None:
        return (False, False, len(proposed.columns), len(rows))
    named = sum(1 for row in rows[proposed.first_row :] if row[product])
    few = len(proposed.columns) * min(named, _ENOUGH_ROWS)
    return (True, _ASIDE.search(name) is None, few, named)


def _is_heading_below(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `below` says more about the columns of `above`, as a second line of a heading does.

    A row of the list repeats nothing of its heading; below a merged one the same words stand again.
    """
    same = sum(bool(one) and one == other for one, other in zip(above, below, strict=False))
    said = [cell for cell in below if cell]
    meant = sum(meaning(cell) is not None and len(cell) <= 12 for cell in said)
    return bool(said) and (same >= 2 or meant >= max(2, len(said) * 2 // 3))


def _meanings(heading: Sequence[Sequence[str]]) -> dict[Field, int]:
    """Field → column, each once: the lower line of a heading counts before the upper one."""
    found: dict[Field, int] = {}
    for row in reversed(heading):
        for column, cell in enumerate(row):
            field = meaning(cell) if cell and len(cell) <= 40 else None
            if field is not None and field not in found and column not in found.values():
                found[field] = column
    return found
