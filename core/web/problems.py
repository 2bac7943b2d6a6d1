"""Errors of the API as `application/problem+json` (RFC 9457).

The words and the status are given by `app/errors.py`, which installs itself here: the ground floor knows
the shape only.
"""

from collections.abc import Callable

import msgspec

from core.errors import DomainError

PROBLEM_JSON = "application/problem+json"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refusal: `code` for programs, `title` and `detail` for people, `fields` for forms."""

    status: int
    code: str
    title: str
    detail: str = ""
    fields: dict[str, str] = {}
    facts: dict[str, object] = {}
    type: str = "about:blank"


Renderer = Callable[[DomainError], Problem]

_renderer: list[Renderer] = []


def install_renderer(renderer: Renderer) -> None:
    """Say who turns a domain error into a problem."""
    _renderer[:] = [renderer]


def problem_of(error: DomainError) -> Problem:
    """The problem that `error` is to a caller of the API."""
    return _renderer[0](error)
