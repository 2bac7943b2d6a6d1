"""What a desk says of incidents that nobody has decided on, and what the life of a unit says of them."""

from collections.abc import Callable

from accounts.domain import Actor
from catalog.conditions.incident_words import ENTRY
from catalog.conditions.incidents import EntryKind
from catalog.conditions.records import Records
from catalog.life.sources import LifeRow, Source, add_source
from core.i18n import Text
from core.i18n import gettext as _
from core.web.look import Happening
from directory.desks import DeskWord

# What is only talked about stands in the incident itself.
_ENTRIES = """
SELECT n.id, n.at, 'damage' AS kind, n.kind AS what, n.via, n.organization_id AS who_id,
    NULL::uuid AS custodian_id, NULL::uuid AS place_id, i.id AS cause_id, {{name}} AS label,
    '{{{{}}}}'::jsonb AS facts
FROM {incidents} i JOIN {entries} n ON n.incident_id = i.id {{belonging}}
WHERE i.unit_id = $1 AND n.kind <> 'commented' AND {{seen}}
"""


def open_word(title: Text, path: str) -> DeskWord:
    """The word that leads to the incidents at `path` which wait for a decision."""
    return DeskWord(
        title=title,
        text=_("行きと帰りで、状態・数・写真の印がちがいます。どうするかと、費用を決めてください。"),
        href=f"{path}?state=open",
        label=_("差異の記録を見る"),
        icon="alert",
    )


def tell_lives(
    records: Records, path: str, *, belonging: str, name: str, seen: Callable[[Actor], str]
) -> None:
    """Let the lives of units tell of a feature's incidents, which have their pages below `path`.

    `belonging` joins what the incident `i` belongs to, `name` says what that is called, `seen` keeps what a
    reader may see, whose organisation is parameter 2: all SQL of ours.
    """
    sql = records.sql(_ENTRIES)

    def rows(actor: Actor) -> str:
        return sql.format(belonging=belonging, name=name, seen=seen(actor))

    def tell(row: LifeRow) -> Happening:
        look = ENTRY[EntryKind(row.what)]
        return Happening(
            row.at, look.label, row.who, row.label, look.icon, look.tone, f"{path}/{row.cause_id}"
        )

    add_source(Source(records.incidents, rows, tell))
