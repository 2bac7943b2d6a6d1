"""What can go wrong in the domain: a code and facts, neither HTTP nor prose.

`app/errors.py` alone turns these into a status and a sentence in the reader's language.
"""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A refusal with a stable `code` and the `facts` a person needs to go on."""

    code: ClassVar[str] = "refused"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.reason = code or type(self).code
        self.facts: dict[str, object] = facts
        super().__init__(self.reason)

    def __str__(self) -> str:
        return f"{self.reason} {self.facts}" if self.facts else self.reason


class NotFound(DomainError):
    """No such thing, or none that this actor may know of: the two are never told apart."""

    code = "not-found"


class NotSignedIn(DomainError):
    """The actor must sign in first."""

    code = "not-signed-in"


class NotAllowed(DomainError):
    """The actor may see the thing but not do this to it."""

    code = "not-allowed"


class Conflict(DomainError):
    """The world has changed, or somebody else holds what was asked for."""

    code = "conflict"


class StaleState(Conflict):
    """A compare-and-set found another state than the one expected; facts: `expected`, `found`."""

    code = "stale-state"


class IllegalStep(Conflict):
    """A step that the transition table does not know here; facts: `step`, `state`, `allowed`."""

    code = "illegal-step"


class TooMany(DomainError):
    """Asked too often; facts: `retry_after` in seconds."""

    code = "too-many"


class Invalid(DomainError):
    """Input that cannot be accepted: `fields` maps each field to a code; facts help to mend it."""

    code = "invalid"

    def __init__(
        self, fields: Mapping[str, str] | None = None, code: str | None = None, **facts: object
    ) -> None:
        super().__init__(code, **facts)
        self.fields: dict[str, str] = dict(fields or {})

    def __str__(self) -> str:
        return f"{self.reason} {self.fields} {self.facts}"
