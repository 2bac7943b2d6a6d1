"""What people do with their accounts; each order is one transaction."""

from accounts.usecases.api_tokens import create_api_token, create_api_token_for, revoke_api_token
from accounts.usecases.colleagues import (
    accept_invitation,
    change_role,
    invite_colleague,
    join_organization,
    remove_member,
    withdraw_invitation,
)
from accounts.usecases.founding import appoint_administrator
from accounts.usecases.passwords import change_password, request_password_reset, reset_password
from accounts.usecases.profile import change_language, change_profile, switch_organization
from accounts.usecases.signing_in import end_sign_in, open_sign_in, sign_in, sign_out, sign_out_everywhere

__all__ = [
    "accept_invitation",
    "appoint_administrator",
    "change_language",
    "change_password",
    "change_profile",
    "change_role",
    "create_api_token",
    "create_api_token_for",
    "end_sign_in",
    "invite_colleague",
    "join_organization",
    "open_sign_in",
    "remove_member",
    "request_password_reset",
    "reset_password",
    "revoke_api_token",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "switch_organization",
    "withdraw_invitation",
]
