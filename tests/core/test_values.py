"""Values out of addresses: what cannot be read is no value, and never an error."""

from datetime import date
from uuid import UUID

import pytest

from core.ids import NOBODY, new_id
from core.text import is_web_address
from core.web.values import as_day, as_filter, as_uuid


def test_an_id_is_read_and_anything_else_is_none() -> None:
    some = new_id()
    assert as_uuid(str(some)) == as_uuid(some) == some
    assert [as_uuid(wrong) for wrong in (None, "", "no id", 7, "٣")] == [None] * 5


def test_a_filter_that_cannot_be_read_finds_nobody_rather_than_everybody() -> None:
    some = new_id()
    assert (as_filter(str(some)), as_filter(""), as_filter(None)) == (some, None, None)
    assert as_filter("no id") == NOBODY == UUID(int=0)


@pytest.mark.parametrize("wrong", [None, "", "yesterday", "2026-13-01", "0001-01-01", "9999-12-31", 20])
def test_a_day_that_no_form_takes_is_none(wrong: object) -> None:
    assert as_day(wrong) is None


def test_a_day_is_read() -> None:
    assert as_day("2026-11-21") == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://tameshi.example/a?b=c", True),
        ("http://tameshi.example", True),
        ("javascript:alert(1)", False),
        ("//tameshi.example", False),
        ("https://", False),
        ("https://:80/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_a_web_address_leads_to_a_host(text: str, *, is_one: bool) -> None:
    assert is_web_address(text) is is_one
