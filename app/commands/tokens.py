"""`tameshi token create`: a key to the API for one person."""

from importlib import import_module

import click

from core.errors import NotFound


async def create(email: str) -> str:
    """A new token for whoever has this address; a usage error when nobody has."""
    try:
        return str(await import_module("accounts.usecases").create_api_token_for(email))
    except NotFound:
        raise click.ClickException(f"Nobody signs in as {email}; check the address.") from None
