"""The 47 prefectures in the order of their codes, and what an address owes to them."""

import unicodedata
from collections.abc import Iterable

from core.i18n import Text, lazy

# fmt: off
PREFECTURES: tuple[str, ...] = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県",
    "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県",
    "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県",
    "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県",
    "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県",
    "徳島県", "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県",
    "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)
# fmt: on

# fmt: off
_LABELS: dict[str, Text] = dict(zip(PREFECTURES, (
    lazy("北海道"), lazy("青森県"), lazy("岩手県"), lazy("宮城県"),
    lazy("秋田県"), lazy("山形県"), lazy("福島県"), lazy("茨城県"),
    lazy("栃木県"), lazy("群馬県"), lazy("埼玉県"), lazy("千葉県"),
    lazy("東京都"), lazy("神奈川県"), lazy("新潟県"), lazy("富山県"),
    lazy("石川県"), lazy("福井県"), lazy("山梨県"), lazy("長野県"),
    lazy("岐阜県"), lazy("静岡県"), lazy("愛知県"), lazy("三重県"),
    lazy("滋賀県"), lazy("京都府"), lazy("大阪府"), lazy("兵庫県"),
    lazy("奈良県"), lazy("和歌山県"), lazy("鳥取県"), lazy("島根県"),
    lazy("岡山県"), lazy("広島県"), lazy("山口県"), lazy("徳島県"),
    lazy("香川県"), lazy("愛媛県"), lazy("高知県"), lazy("福岡県"),
    lazy("佐賀県"), lazy("長崎県"), lazy("熊本県"), lazy("大分県"),
    lazy("宮崎県"), lazy("鹿児島県"), lazy("沖縄県"),
), strict=True))
# fmt: on
_CODES = {name: f"{place:02d}" for place, name in enumerate(PREFECTURES, 1)}


def prefecture_label(name: str) -> str:
    """A prefecture in the language of the page; anything else as it is."""
    return str(_LABELS.get(name, name))


def prefecture_choices(names: Iterable[str] = PREFECTURES) -> list[tuple[str, Text]]:
    """Prefectures to choose from, each under its Japanese name."""
    return [(name, _LABELS.get(name, name)) for name in names]


def prefecture_code(name: str) -> str | None:
    """The two-digit code of a prefecture (`大分県` → `44`), None for anything else."""
    return _CODES.get(name.strip())


def prefecture_name(code: str) -> str | None:
    """The prefecture of a two-digit code or of any longer code that begins with one."""
    place = int(code[:2]) if code[:2].isdigit() else 0
    return PREFECTURES[place - 1] if 1 <= place <= len(PREFECTURES) else None


def full_address(prefecture: str, municipality: str, address: str) -> str:
    """`address` with the prefecture in front, and the municipality where that is lacking too.

    Districts (郡) stand between both in many addresses, so a municipality named anywhere counts.
    """
    written = unicodedata.normalize("NFC", address).strip().lstrip("-－")
    if written.startswith(prefecture):
        return written
    return f"{prefecture}{written}" if municipality in written else f"{prefecture}{municipality}{written}"


def without_building(address: str, building: str) -> str:
    """`address` without the building (方書) that the open data repeats at its end."""
    bare = address.removesuffix(building).rstrip(" 　") if building else address
    return bare or address
