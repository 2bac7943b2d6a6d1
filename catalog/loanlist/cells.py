"""What single cells of a loan list mean as people write them: 「約30万円」「2週間〜1か月」「〃」. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec

from catalog.domain import ShippingPayer
from core.text import normalise
from directory.domain import repair_url

LARGEST_PRICE = 1_000_000_000
LONGEST = 366
_DITTO = frozenset({"〃", "″", "々", '"', "''", "同上", "同", "同左", "上に同じ", "〃〃"})
_NONE = re.compile(r"[-‐－ー―—*＊/／]*")
_OPEN_PRICE = re.compile(r"オ.?プン|問.?合|問合|応相談|個別|見積|未定|非売|無償|貸出のみ")


class Faulty(ValueError):
    """A cell nobody can make sense of; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_ditto(text: str) -> bool:
    """Whether the cell says the same as the one above it."""
    return unicodedata.normalize("NFKC", text).strip() in _DITTO or text.strip() in _DITTO


def literal(text: str) -> str:
    """A text as a list of ours says it: marked, where it would be read as "as above" or as nothing."""
    return f"'{text}" if _says_otherwise(text) or _is_marked(text) else text


def unmarked(text: str) -> str:
    """What `literal` was given."""
    return text[1:] if _is_marked(text) else text


def _is_marked(text: str) -> bool:
    marks = len(text) - len(text.lstrip("'"))
    return any(_says_otherwise(text[mark:]) for mark in range(1, marks + 1))


def _says_otherwise(text: str) -> bool:
    return is_ditto(text) or (bool(text.strip()) and _NONE.fullmatch(text.strip()) is not None)


def line(text: str) -> str:
    """One line: breaks inside a cell become spaces, what is only a dash is nothing."""
    joined = re.sub(r"\s+", " ", text).strip()
    if _is_marked(joined):
        return unmarked(joined)
    return "" if _NONE.fullmatch(joined) else joined


def prose(text: str) -> str:
    """Several lines, each without spaces at its ends."""
    return "\n".join(part.strip() for part in unmarked(text).splitlines()).strip()


_AMOUNT = re.compile(r"(?:(?P<man>[\d.]+)万)?(?:(?P<sen>[\d.]+)千)?(?P<yen>\d+)?")


def price(text: str) -> int | None:
    """Yen: 「約30万円」「３０万５千円」「300,000円（税別）」; of a range the lower end; None for open prices.

    Raises `Faulty` `price-unreadable`.
    """
    folded = unicodedata.normalize("NFKC", line(text))
    if not folded or _OPEN_PRICE.search(folded):
        return None
    plain = re.sub(
        r"[\s,¥\\]|\(.*?\)|税込み?|税別|税抜き?|消費税別|本体|価格|約|およそ|定価|円|台|/|～?程度", "", folded
    )
    first, *rest = re.split(r"[~〜～ー-]|から", plain, maxsplit=1)
    if rest and "万" in rest[0] and "万" not in first and first:
        first += "万"
    found = _AMOUNT.fullmatch(first)
    if not first or found is None:
        raise Faulty("price-unreadable")
    parts = found.groupdict()
    try:
        yen = float(parts["man"] or 0) * 10_000 + float(parts["sen"] or 0) * 1_000 + int(parts["yen"] or 0)
    except ValueError as error:
        raise Faulty("price-unreadable") from error
    if yen > LARGEST_PRICE:
        raise Faulty("price-unreadable")
    return round(yen)


class Lengths(msgspec.Struct, frozen=True):
    """Days of a trial: shortest, usual and longest; None where nothing is said."""

    least: int | None = None
    usual: int | None = None
    most: int | None = None


_UNITS = {"日": 1, "週": 7, "月": 30, "年": 365}
_SPAN = r"(\d+)(日|週|(?:か|カ|ヵ|ケ|ヶ|箇|ヵ)?月|年)間?"
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def lengths(text: str) -> Lengths:
    """「2週間」, 「14日〜1か月」, 「最大3ヶ月」, 「7日〜31日（標準14日）」; a month counts 30 days.

    Raises `Faulty` `period-unreadable`.
    """
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", line(text))).translate(_DIGITS)
    if not folded or re.search(r"相談|問合|問い合|要調整|個別", folded):
        return Lengths()
    usual = _first_span(re.search(rf"標準{_SPAN}", folded))
    rest = re.sub(r"\(.*?\)|標準\d+[^\d~〜-]*", "", folded)
    spans = [_days(number, unit) for number, unit in re.findall(_SPAN, _units_repeated(rest))]
    if not spans and usual is None:
        raise Faulty("period-unreadable")
    if any(days > LONGEST for days in spans):
        raise Faulty("period-unreadable")
    if len(spans) >= 2:
        return Lengths(min(spans[:2]), usual, max(spans[:2]))
    if not spans:
        return Lengths(usual=usual)
    if re.search(r"以上|から|~$|〜$", rest):
        return Lengths(least=spans[0], usual=usual)
    if re.search(r"最大|最長|まで|以内|上限", rest):
        return Lengths(usual=usual, most=spans[0])
    return Lengths(usual=usual or spans[0], most=spans[0])


def _units_repeated(text: str) -> str:
    """「2〜4週間」 as 「2週間〜4週間」."""
    return re.sub(rf"(\d+)([~〜-]){_SPAN}", r"\1\4\2\3\4", text)


def _days(number: str, unit: str) -> int:
    return int(number) * _UNITS[unit[-1]]


def _first_span(found: re.Match[str] | None) -> int | None:
    return _days(found[1], found[2]) if found else None


def lengths_text(span: Lengths) -> str:
    """As `lengths` reads it again."""
    ends = {span.least, span.most} - {None}
    if span.least is not None and span.most is not None and len(ends) == 2:
        said = f"{span.least}日〜{span.most}日"
    elif span.most is not None:
        said = f"最長{span.most}日" if span.least is None else f"{span.least}日〜{span.most}日"
    else:
        said = f"{span.least}日以上" if span.least is not None else ""
    return said + (f"（標準{span.usual}日）" if span.usual is not None else "")


_PAYERS = (
    (ShippingPayer.COUNTER, r"窓口|センター|事務局|主催"),
    (ShippingPayer.FACILITY, r"借|施設|利用者|事業所|お客|申込|貸出先|先方|自己|着払"),
    (ShippingPayer.VENDOR, r"貸主|企業|メーカー|弊社|当社|無料|無償|元払|なし|当方|販売"),
)


def payer(text: str) -> ShippingPayer | None:
    """Who pays shipping; None when nothing is said. Raises `Faulty` `payer-unclear`."""
    folded = line(text)
    if not folded:
        return None
    for party, pattern in _PAYERS:
        if re.search(pattern, folded):
            return party
    raise Faulty("payer-unclear")


def tais_code(text: str) -> str | None:
    """`00123-000456`, full-width as well. Raises `Faulty` `tais-code-shape`."""
    folded = re.sub(r"[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", line(text))).replace(" ", "")
    if not folded:
        return None
    if not re.fullmatch(r"\d{5}-\d{6}", folded):
        raise Faulty("tais-code-shape")
    return folded


def web_address(text: str) -> str:
    """A web address with its slips mended. Raises `Faulty` `address-shape`."""
    folded = line(text)
    if not folded:
        return ""
    found = repair_url(folded)
    if found.url is None or "." not in unicodedata.normalize("NFKC", folded):
        raise Faulty("address-shape")
    return found.url


def item_codes(field: str, item: str, known: Mapping[str, str]) -> list[str]:
    """The items meant by a field and an item, or by one cell that says both; several may stand in a cell.

    `known` is normalised name → code: codes, field and item together, and items whose name is unique. Raises
    `Faulty` `item-unknown`.
    """
    names = [part for part in re.split(r"[、,\n;；]|／|/", item) if line(part)] or [""]
    found: list[str] = []
    for name in names:
        is_whole = not field or name.isascii() or _plain(field) in _plain(name)
        tries = [field] if not name else [field + name, *([name] if is_whole else [])]
        code = next((known[key] for one in tries if (key := _plain(one)) in known), None)
        if code is None:
            raise Faulty("item-unknown")
        if code not in found:
            found.append(code)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[()（）「」:：・]", "", normalise(text)).removesuffix("支援")


def known_items(rows: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """For `item_codes`: from (code, field, item) of the versions in use."""
    names: dict[str, set[str]] = {}
    for code, field, item in rows:
        for name in (
            code,
            field + item,
            f"{field.removesuffix('支援')}{item}",
            item,
            *((field,) if not item else ()),
        ):
            names.setdefault(_plain(name), set()).add(code)
    by_field: dict[str, set[str]] = {}
    for code, field, _ in rows:
        by_field.setdefault(_plain(field), set()).add(code)
    for name, codes in by_field.items():
        names.setdefault(name, set()).update(codes)
    return {name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1 and name}
