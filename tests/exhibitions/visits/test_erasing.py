"""Names go when the counter's period is over; the visit itself stays for the figures."""

from datetime import timedelta

import pytest

from core import db
from core.clock import frozen
from core.errors import NotFound
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.erasing import erase_old_contacts
from exhibitions.visits.queries import visit_behind, visitors_on
from tests.exhibitions.visits.makers import a_show, an_asked_visit, mails_to

pytestmark = pytest.mark.usefixtures("database")


async def test_what_names_a_visitor_is_erased_after_the_period_and_not_before() -> None:
    show = await a_show()
    visit, token = await an_asked_visit(show, 4)
    await confirm_visit(token)
    await db.execute("UPDATE outbox SET delivered_at = now() WHERE payload->>'recipient' = $1", visit.email)
    with frozen(visit.end + timedelta(days=364)):
        while await erase_old_contacts():
            pass
        assert (await visit_behind(token)).name == "来場 花子"
    with frozen(visit.end + timedelta(days=366)):
        while await erase_old_contacts():
            pass
    [left] = await visitors_on(show.counter, show.id, visit.day)
    assert (left.name, left.email, left.phone, left.party_size) == ("", "", "", 4)
    assert await mails_to(visit.email) == []
    with pytest.raises(NotFound):
        await visit_behind(token)
