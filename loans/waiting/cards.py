"""What a facility finds on its own page about its wishes."""

import msgspec

from accounts.domain import Actor
from loans.next_things import NextThing
from loans.waiting.looks import next_thing
from loans.waiting.queries import EntryFilter, EntryView, list_entries


class WaitingCard(msgspec.Struct, frozen=True):
    """A wish with its one next thing; `is_to_do` when it waits for the facility itself."""

    entry: EntryView
    thing: NextThing

    @property
    def is_to_do(self) -> bool:
        """Whether an offer waits for an answer, or the facility is asked whether it still waits."""
        return self.thing.tone == "attention"


async def waiting_cards(actor: Actor) -> list[WaitingCard]:
    """The open wishes of a facility, those to be answered first."""
    found = await list_entries(actor, EntryFilter(is_open=True))
    cards = [WaitingCard(entry, next_thing(entry, is_counter=False)) for entry in found.items]
    return sorted(cards, key=lambda card: not card.is_to_do)
