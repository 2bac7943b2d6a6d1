"""`tameshi token create`: a key to the API for one person."""

import click

from accounts.usecases import create_api_token_for
from core.errors import NotFound


async def create(email: str) -> str:
    """A new token for whoever has this address; a usage error when nobody has."""
    try:
        return await create_api_token_for(email)
    except NotFound:
        raise click.ClickException(f"Nobody signs in as {email}; check the address.") from None
