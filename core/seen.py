"""What somebody saw before they changed it: two who change the same thing lose nothing of each other's.

A form keeps a short mark of each value that it showed. What somebody left as it was shown is not sent on;
what both have changed is refused beside its field, once, with what it says now.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from core.errors import Invalid

_LENGTH = 12
OVERTAKEN = "changed-meanwhile"


def mark_of(values: Mapping[str, object]) -> str:
    """The values as a form shows them, in a few signs each."""
    return " ".join(f"{name}:{_short(value)}" for name, value in sorted(values.items()))


def _short(value: object) -> str:
    # a browser sends other line ends than those it was given
    return sha256(str(value).replace("\r\n", "\n").strip().encode()).hexdigest()[:_LENGTH]


def altered(mark: str, given: Mapping[str, object], now: Mapping[str, object]) -> set[str]:
    """The names that whoever sent `given` has changed since the form was shown; all of them without a mark.

    Raises `Invalid` for those that somebody else has changed meanwhile, to something else.
    """
    shown = dict(_pairs(mark))
    if not shown:
        return set(given)
    changed = {name for name, value in given.items() if shown.get(name) != _short(value)}
    overtaken = [
        name
        for name in sorted(changed & now.keys())
        if shown.get(name) != _short(now[name]) and _short(now[name]) != _short(given[name])
    ]
    if overtaken:
        raise Invalid(dict.fromkeys(overtaken, OVERTAKEN))
    return changed


def _pairs(mark: str) -> Iterable[tuple[str, str]]:
    for one in mark.split():
        name, colon, short = one.partition(":")
        if colon:
            yield name, short


def renewed(mark: str, names: Iterable[str], now: Mapping[str, object]) -> str:
    """The mark once somebody has been told what `names` say now: what they send next is meant."""
    shown = dict(_pairs(mark)) | {name: _short(now[name]) for name in names}
    return " ".join(f"{name}:{short}" for name, short in sorted(shown.items()))
