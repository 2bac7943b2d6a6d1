"""The pages of accounts, in one list for the roof."""

from litestar.types import ControllerRouterHandler

from accounts.pages import account, invitations, people, signing_in

PAGES: list[ControllerRouterHandler] = [
    *signing_in.PAGES,
    *account.PAGES,
    *people.PAGES,
    *invitations.PAGES,
]
