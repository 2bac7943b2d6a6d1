import pytest

from core.secrets import new_token, without_tokens


@pytest.mark.parametrize(
    "place", ["/calendars/{}.ics", "/invitations/{}", "/password-reset/{}/done", "/t/{}"]
)
def test_a_token_in_an_address_is_not_logged(place: str) -> None:
    token = new_token(16)
    assert without_tokens(place.format(token)) == place.format("…")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/loans/0190c8a4-7d1e-7f3a-9b2c-5d6e7f8a9b0c/send-back",
        "/loans",
        "/static/vendor/htmx-2.0.11.min.js",
    ],
)
def test_other_addresses_are_logged_as_they_are(path: str) -> None:
    assert without_tokens(path) == path
