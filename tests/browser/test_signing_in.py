"""Signing in at a real browser."""

from playwright.async_api import expect

from tests.browser.conftest import LetIn
from tests.browser.visitor import PHONE


async def test_a_wrong_password_is_told_and_the_mail_address_stays(let_in: LetIn) -> None:
    visitor = await let_in(PHONE)
    await visitor.opens("/sign-in")
    await visitor.writes("メールアドレス", "facility@demo.example")
    await visitor.writes("パスワード", "not this one at all")
    await visitor.presses("サインイン", within="main")
    await visitor.sees("1か所を直してください")
    await expect(visitor.field("メールアドレス")).to_have_value("facility@demo.example")
    await expect(visitor.field("パスワード")).to_have_value("")
    await expect(visitor.page.get_by_role("alert").first).to_be_focused()
    await visitor.photographs("wrong password")


async def test_whoever_is_asked_to_sign_in_arrives_where_they_wanted_to_go(let_in: LetIn) -> None:
    visitor = await let_in(PHONE)
    await visitor.opens("/account")
    assert visitor.path == "/sign-in"
    await visitor.signs_in("facility@demo.example")
    assert visitor.path == "/account"


async def test_signing_out_closes_the_pages_of_the_house(let_in: LetIn) -> None:
    visitor = await let_in(PHONE)
    await visitor.signs_in("facility@demo.example")
    await visitor.opens("/account")
    await visitor.page.locator("details.account summary").click()
    await visitor.presses("サインアウト", within=".account-menu")
    await visitor.sees("サインアウトしました。")
    await visitor.opens("/account")
    assert visitor.path == "/sign-in"
