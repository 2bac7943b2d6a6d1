from uuid import UUID

import pytest

from accounts.domain import Role, Seat, clean_email, clean_line, is_email, is_last_admin, password_fault
from core.ids import new_id

ONE, OTHER = new_id(), new_id()


@pytest.mark.parametrize(
    ("seats", "person", "expected"),
    [
        ([Seat(ONE, Role.ADMIN)], ONE, True),
        ([Seat(ONE, Role.ADMIN), Seat(OTHER, Role.MEMBER)], ONE, True),
        ([Seat(ONE, Role.ADMIN), Seat(OTHER, Role.ADMIN)], ONE, False),
        ([Seat(ONE, Role.ADMIN), Seat(OTHER, Role.MEMBER)], OTHER, False),
    ],
)
def test_the_last_admin_is_the_only_one_left(seats: list[Seat], person: UUID, expected: bool) -> None:  # noqa: FBT001
    assert is_last_admin(seats, person) is expected


def test_an_address_typed_in_full_width_and_capitals_is_the_same_address() -> None:
    assert clean_email("  Ｍai@Hikari.example\x00\n") == "mai@hikari.example"


@pytest.mark.parametrize(
    "text", ["", "mai", "mai@", "@hikari.example", "mai@hikari", "a b@c.example", "a@b.c,d@e.f"]
)
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short", "password-too-short"),
        ("x" * 201, "password-too-long"),
        ("aaaaaaaaaaaaaaa", "password-too-simple"),
        ("mai@hikari.example", "password-too-simple"),
        ("correct horse battery", None),
        ("ながいあいことばです", None),
    ],
)
def test_a_password_is_judged_by_its_length_and_not_by_its_kinds_of_characters(
    password: str, fault: str | None
) -> None:
    assert password_fault(password, "mai@hikari.example") == fault


def test_a_name_keeps_its_wide_space_and_loses_what_cannot_be_seen() -> None:
    assert clean_line("　山田　花子\x00\n ") == "山田　花子"
