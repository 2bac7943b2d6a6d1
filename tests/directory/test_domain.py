"""The numbers, telephones and web addresses of organisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import use_locale
from core.telephones import in_one_form, is_telephone, tidy_telephone
from directory.domain import (
    is_office_number,
    passes_corporate_check,
    passes_municipality_check,
    passes_office_check,
    plain_number,
    repair_url,
)
from directory.prefectures import (
    PREFECTURES,
    full_address,
    prefecture_code,
    prefecture_label,
    prefecture_name,
    without_building,
)
from directory.services import SERVICES, service_code, service_name
from fixtures.make_facilities import corporate_number, office_number

DIGITS = st.sampled_from("0123456789")


def test_the_published_example_of_a_corporate_number_passes_and_the_made_up_one_fails() -> None:
    assert passes_corporate_check("7000012050002")
    assert not passes_corporate_check("1234567890123")


@pytest.mark.parametrize("number", ["", "700001205000", "70000120500022", "700001205000A"])
def test_a_corporate_number_of_another_shape_fails(number: str) -> None:
    assert not passes_corporate_check(number)


@given(st.integers(1, 99_999), DIGITS, st.integers(4, 12))
def test_one_wrong_digit_of_a_corporate_number_is_noticed(serial: int, digit: str, place: int) -> None:
    """Modulus 9 cannot tell 0 from 9; every other slip of one digit in an odd place shows."""
    number = corporate_number(serial)
    changed = number[:place] + digit + number[place + 1 :]
    same = (int(number[place]) - int(digit)) % 9 == 0
    assert passes_corporate_check(changed) is same


@pytest.mark.parametrize("number", ["0190100032", "0150180040", "2872200011"])
def test_an_office_number_passes_by_either_way_of_counting(number: str) -> None:
    stem = number[:9]
    passing = [digit for digit in "0123456789" if passes_office_check(stem + digit)]
    assert 1 <= len(passing) <= 2


def test_real_office_numbers_pass_over_nine_digits_and_over_the_last_six() -> None:
    assert passes_office_check("0190100032")
    assert passes_office_check("0150180040")


def test_a_letter_in_the_third_place_counts_two() -> None:
    stem, twin = "44Z990001", "442990001"
    digits = [digit for digit in "0123456789" if passes_office_check(stem + digit)]
    assert digits == [digit for digit in "0123456789" if passes_office_check(twin + digit)]
    assert is_office_number(f"{stem}{digits[0]}")


@given(st.integers(1, 47), st.integers(0, 99_999))
def test_made_office_numbers_pass(prefecture: int, serial: int) -> None:
    assert passes_office_check(office_number(f"{prefecture:02d}", serial))


@pytest.mark.parametrize("number", ["", "4499", "449900001X", "4Z99000010", "44-9900001"])
def test_an_office_number_of_another_shape_fails(number: str) -> None:
    assert not is_office_number(number)
    assert not passes_office_check(number)


@pytest.mark.parametrize(
    ("code", "passes"),
    [("442011", True), ("131121", True), ("442012", False), ("44201", False), ("ABCDEF", False)],
)
def test_municipality_codes_carry_a_check_digit(code: str, *, passes: bool) -> None:
    assert passes_municipality_check(code) is passes


def test_numbers_are_compared_narrow_and_without_hyphens() -> None:
    assert plain_number("４４９９－０００　００1z") == "4499000001Z"


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("０３－００００－０００１", "03-0000-0001"),
        ("097‐000‐0001", "097-000-0001"),
        ("097−000ー0001", "097-000-0001"),
        ("097ｰ000ｰ0001", "097-000-0001"),
        ("（097）000-0001", "097-000-0001"),
        ("（０９７）－０００－０００１", "097-000-0001"),
        ("097　000-0001", "097-000-0001"),
        ("097-000- 0001", "097-000-0001"),
        ("097-000-0001（", "097-000-0001"),
        ("097-000-0001・", "097-000-0001"),
        ("07000000001", "070-0000-0001"),
        ("0300000001", "03-0000-0001"),
        ("0120000001", "0120-000-001"),
        ("0970000001", "0970000001"),
        ("", ""),
    ],
)
def test_telephones_are_written_one_way(written: str, tidied: str) -> None:
    assert tidy_telephone(written) == tidied
    assert tidied == "" or is_telephone(tidied)


@given(st.text(max_size=20))
def test_tidying_a_telephone_twice_changes_nothing_more(written: str) -> None:
    tidied = tidy_telephone(written)
    assert tidy_telephone(tidied) == tidied


@pytest.mark.parametrize(
    "number", ["", "000-0001", "97-000-0001", "0970-0000-001234", "070-0000-012", "不明"]
)
def test_a_number_that_cannot_be_dialled_is_noticed(number: str) -> None:
    assert not is_telephone(number)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.a.example",
        "http://a.example/facility/?id=1#top",
        "http://ためし.example",
        "https://a.example/施設案内",
        "http://a.example:8080/",
    ],
)
def test_a_sound_address_is_left_alone(url: str) -> None:
    found = repair_url(f" {url} ")
    assert (found.url, found.mail, found.is_repaired) == (url, None, False)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http/www.a.example", "http://www.a.example"),
        ("http//www.a.example/", "http://www.a.example/"),
        ("http：//www.a.example", "http://www.a.example"),
        ("http：www.a.example/", "http://www.a.example/"),
        ("http;//www.a.example", "http://www.a.example"),
        ("http.//www.a.example", "http://www.a.example"),
        ("http:/www.a.example", "http://www.a.example"),
        ("https:a.example/", "https://a.example/"),
        ("https；//a.example", "https://a.example"),
        ("ｈｔｔｐｓ：／／ｗｗｗ．ａ．ｅｘａｍｐｌｅ", "https://www.a.example"),
        ("hittp://a,example/06/", "http://a.example/06/"),
        ("hppts//www.a.example", "https://www.a.example"),
        ("wttps://a.example", "https://a.example"),
        ("htt㎰://www.A.example", "https://www.a.example"),
        ("ttp://a.example/x", "http://a.example/x"),
        ("www.a.example", "http://www.a.example"),
        ("a.example/home", "http://a.example/home"),
        (":http://a.example/", "http://a.example/"),
        ("//www.a.example/", "http://www.a.example/"),
        ("http//:a.example/", "http://a.example/"),
        ("http://www:a.example/x", "http://www.a.example/x"),
        ("http://www..a.example", "http://www.a.example"),
        ("http://www.a.example./", "http://www.a.example/"),
        ("https://a‐b.example", "https://a-b.example"),
        ("https://aーb.example", "https://a-b.example"),
        ("URL:http://www.a.example/", "http://www.a.example/"),
        ("検索サイトにて、https://a.example/", "https://a.example/"),
        ("http://a.example/　又はhttp://b.example/", "http://a.example/"),
        ("http://https://a.example/", "https://a.example/"),
    ],
)
def test_slips_in_an_address_are_mended(written: str, url: str) -> None:
    found = repair_url(written)
    assert (found.url, found.mail, found.is_repaired) == (url, None, True)


@pytest.mark.parametrize(
    ("written", "mail"),
    [
        ("info@a.example", "info@a.example"),
        ("info＠a.example", "info@a.example"),
        ("http://www.jimu@a.example", "jimu@a.example"),
    ],
)
def test_a_mail_address_in_the_url_column_is_recognised(written: str, mail: str) -> None:
    found = repair_url(written)
    assert (found.url, found.mail) == (None, mail)


@pytest.mark.parametrize(
    "written", ["", "/", "http://", "http://www.", "法人と同じ", "http://www/a.example", "@a.example"]
)
def test_nothing_is_made_up_where_nothing_can_be_guessed(written: str) -> None:
    found = repair_url(written)
    assert (found.url, found.mail) == (None, None)


@given(st.text(max_size=40))
def test_whatever_stands_there_yields_a_sound_address_or_none(written: str) -> None:
    found = repair_url(written)
    if found.url is not None:
        assert found.url.startswith(("http://", "https://"))
        assert not any(character.isspace() for character in found.url)


def test_there_are_47_prefectures_numbered_from_north_to_south() -> None:
    assert len(set(PREFECTURES)) == 47
    assert prefecture_code("北海道") == "01"
    assert prefecture_code("大分県") == "44"
    assert prefecture_name("472018") == "沖縄県"
    assert prefecture_code("大分") is None
    assert [prefecture_name(code) for code in ("00", "48", "", "県")] == [None] * 4


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("大分県大分市見本町1", "大分県大分市見本町1"),
        ("大分市見本町1", "大分県大分市見本町1"),
        ("見本町1", "大分県大分市見本町1"),
        ("大分郡大分市見本町1", "大分県大分郡大分市見本町1"),
        ("-大分県大分市見本町1", "大分県大分市見本町1"),
        ("", "大分県大分市"),
    ],
)
def test_addresses_get_the_prefecture_and_municipality_they_lack(written: str, full: str) -> None:
    assert full_address("大分県", "大分市", written) == full


def test_a_building_is_not_said_twice() -> None:
    assert without_building("大分県大分市見本町1　見本ビル２階", "見本ビル２階") == "大分県大分市見本町1"
    assert without_building("大分県大分市見本町1", "見本ビル２階") == "大分県大分市見本町1"
    assert without_building("見本ビル", "見本ビル") == "見本ビル"


def test_every_service_is_found_by_each_of_its_names_whatever_the_brackets() -> None:
    for code, names in SERVICES.items():
        assert [service_code(name) for name in names] == [code] * len(names)
    assert service_code("短期入所療養介護(介護老人保健施設)") == "220"
    assert service_code("定期巡回･随時対応型訪問介護看護") == "760"
    assert service_code("訪問たすけあい") is None
    assert service_name("510") == "介護老人福祉施設"
    assert service_name("999") == "999"
    with use_locale("en"):
        english = [service_name(code) for code in SERVICES]
        assert service_name("999") == "999"
    assert len(set(english)) == len(SERVICES)
    assert all(name.isascii() for name in english)


def test_what_is_no_number_stays_as_it_was_typed() -> None:
    assert in_one_form("０９７（５５５）０１２３") == "097-555-0123"
    assert in_one_form(" 内線 12 ") == "内線 12"


def test_prefectures_are_called_by_their_own_names_and_in_english_without_the_word_for_prefecture() -> None:
    assert [prefecture_label(name) for name in PREFECTURES] == list(PREFECTURES)
    with use_locale("en"):
        english = [prefecture_label(name) for name in PREFECTURES]
    assert (english[0], english[12], english[43]) == ("Hokkaido", "Tokyo", "Oita")
    assert len(set(english)) == len(PREFECTURES)
    assert all(name.isascii() and name.isalpha() for name in english)
    assert prefecture_label("別府市") == "別府市"
