"""Whom an organisation may know of, said once as SQL over `organization o`.

Parties that serve the public are known to everybody. A facility is known to itself, to the counter that it
chose or in whose area it lies, to the centre, and to whoever a feature above introduces it to.
"""

from accounts.domain import Actor, Via

_SERVED = (
    "o.counter_id = {mine} OR EXISTS (SELECT 1 FROM counter_area a"
    " WHERE a.counter_id = {mine} AND a.prefecture = o.prefecture)"
)

_introductions: list[str] = []


def introduce(clause: str) -> None:
    """Let a feature above say who gets to know facility `o`: SQL in which `{mine}` is who asks."""
    if clause not in _introductions:
        _introductions.append(clause)


def visible_to(actor: Actor, position: int) -> str:
    """SQL that keeps the organisations `actor` may know; `$position` is the actor's organisation."""
    mine = f"${position}::uuid"
    if actor.is_centre or actor.via is Via.SYSTEM:
        return f"({mine} IS NULL OR TRUE)"
    clauses = ["o.kind <> 'facility'", f"o.id = {mine}"]
    if actor.is_counter:
        clauses.append(_SERVED.format(mine=mine))
    if not actor.is_facility:
        clauses += [clause.format(mine=mine) for clause in _introductions]
    return f"({' OR '.join(clauses)})"
