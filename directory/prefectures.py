"""The 47 prefectures in the order of their codes, and what an address owes to them."""

import unicodedata

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

_CODES = {name: f"{place:02d}" for place, name in enumerate(PREFECTURES, 1)}


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
