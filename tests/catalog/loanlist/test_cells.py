"""What single cells mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain import ShippingPayer
from catalog.loanlist.cells import (
    Faulty,
    Lengths,
    is_ditto,
    item_codes,
    known_items,
    lengths,
    lengths_text,
    line,
    payer,
    price,
    tais_code,
    web_address,
)

ITEMS = known_items(
    [
        ("TRF-W", "移乗支援", "装着"),
        ("TRF-N", "移乗支援", "非装着"),
        ("MOB-W", "移動支援", "装着移動"),
        ("MOB-O", "移動支援", "屋外"),
        ("MON-F", "見守り・コミュニケーション", "施設"),
        ("BATH", "入浴支援", "入浴支援"),
    ]
)


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("約30万円", 300_000),
        ("３０万５千円", 305_000),
        ("300,000円（税別）", 300_000),
        ("¥1,200,000", 1_200_000),
        ("1.5万円", 15_000),
        ("30〜50万円", 300_000),
        ("35万円～", 350_000),
        ("20万円/台", 200_000),
        ("300000", 300_000),
        ("オープン価格", None),
        ("要お問い合わせ", None),
        ("－", None),
        ("", None),
    ],
)
def test_prices_as_people_write_them(text: str, yen: int | None) -> None:
    assert price(text) == yen


@pytest.mark.parametrize("text", ["高い", "30万円くらいだったと思う", "9" * 12, "=1+1"])
def test_a_price_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(Faulty) as refused:
        price(text)
    assert refused.value.code == "price-unreadable"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2週間", Lengths(None, 14, 14)),
        ("14日〜1か月", Lengths(14, None, 30)),
        ("最大３ヶ月", Lengths(None, None, 90)),
        ("7日〜31日（標準14日）", Lengths(7, 14, 31)),
        ("2～4週間", Lengths(14, None, 28)),
        ("一か月", Lengths(None, 30, 30)),
        ("1週間以上", Lengths(7, None, None)),
        ("応相談", Lengths()),
        ("", Lengths()),
    ],
)
def test_periods_as_people_write_them(text: str, span: Lengths) -> None:
    assert lengths(text) == span


@given(
    st.builds(
        Lengths,
        st.none() | st.integers(1, 60),
        st.none() | st.integers(1, 60),
        st.none() | st.integers(61, 366),
    )
)
def test_a_period_is_read_as_it_was_written(span: Lengths) -> None:
    assert lengths(lengths_text(span)) == span


@pytest.mark.parametrize("text", ["〃", "同上", "″", '"', " 〃 ", "同"])
def test_signs_for_the_same_as_above(text: str) -> None:
    assert is_ditto(text)
    assert not is_ditto("同じ機種")


def test_who_pays() -> None:
    assert payer("往復とも当社負担") is ShippingPayer.VENDOR
    assert payer("返送料は施設様") is ShippingPayer.FACILITY
    assert payer("相談窓口") is ShippingPayer.COUNTER
    assert payer("") is None
    with pytest.raises(Faulty):
        payer("要確認")


def test_codes_and_addresses() -> None:
    assert tais_code("０１２３４－０００１２３") == "01234-000123"
    assert tais_code("") is None
    with pytest.raises(Faulty):
        tais_code("1234-123")
    assert web_address("http//www.maker.example") == "http://www.maker.example"
    with pytest.raises(Faulty):
        web_address("なし。電話で")
    assert line("見守り\n  センサー") == "見守り センサー"
    assert line("―") == ""


@pytest.mark.parametrize(
    ("field", "item", "codes"),
    [
        ("移乗支援", "装着", ["TRF-W"]),
        ("移乗", "非装着", ["TRF-N"]),
        ("", "移乗支援（装着）", ["TRF-W"]),
        ("", "TRF-W", ["TRF-W"]),
        ("", "移乗支援（装着）\n移動支援（屋外）", ["TRF-W", "MOB-O"]),
        ("見守り・コミュニケーション", "施設", ["MON-F"]),
        ("入浴支援", "", ["BATH"]),
        ("入浴", "", ["BATH"]),
    ],
)
def test_items_by_field_and_name(field: str, item: str, codes: list[str]) -> None:
    assert item_codes(field, item, ITEMS) == codes


@pytest.mark.parametrize(("field", "item"), [("移乗支援", ""), ("", "空飛ぶ"), ("移乗支援", "屋外")])
def test_an_item_that_could_be_several_or_none_is_refused(field: str, item: str) -> None:
    with pytest.raises(Faulty) as refused:
        item_codes(field, item, ITEMS)
    assert refused.value.code == "item-unknown"
