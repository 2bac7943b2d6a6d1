"""Two people of a counter have the same form open: nothing that one of them wrote is lost without a word."""

import re
from html import unescape

import httpx
import pytest

from core.errors import Invalid
from core.seen import OVERTAKEN, mark_of
from exhibitions.captions.changing import change_exhibit
from exhibitions.captions.forms import said_of
from exhibitions.commands import ChangeExhibit
from exhibitions.queries import exhibition_for
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_counter_person, a_draft
from tests.exhibitions.test_exhibits import add
from tests.factories import the_parties

pytestmark = pytest.mark.usefixtures("database", "application")


async def test_two_clerks_who_change_a_display_lose_nothing_of_each_others(client: httpx.AsyncClient) -> None:
    actor = await a_counter_person()
    display = await a_draft(actor, description="もとの案内", access="もとの道順")
    browser = await a_browser(client, actor)
    path = f"/exhibitions/{display.id}/edit"
    first, second = [_sent(await browser.get(path)) for _ in range(2)]
    assert (await browser.post(path, data=first | {"description": "先の案内"})).status_code == 303
    assert (await browser.post(path, data=second | {"access": "後の道順"})).status_code == 303
    now = await exhibition_for(actor, display.id)
    assert (now.description, now.access) == ("先の案内", "後の道順"), "each changed a field of their own"
    refused = await browser.post(path, data=second | {"description": "後の案内"})
    assert refused.status_code == 422
    for said in ("ほかの人が先に変えた内容", "先の案内", "後の案内"):
        assert said in refused.text, said
    assert (await browser.post(path, data=_sent(refused))).status_code == 303
    now = await exhibition_for(actor, display.id)
    assert (now.description, now.access) == ("後の案内", "後の道順"), "whoever was told means it"


def _sent(page: httpx.Response) -> dict[str, str]:
    """What a browser would send from the form of a display."""
    form = re.search(r'<form class="form" method="post".*?</form>', page.text, re.DOTALL)
    assert form is not None
    given = {"kind": "permanent"}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "radio":
            given[said["name"]] = unescape(said.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)</textarea>', form[0]):
        given[name] = unescape(text).lstrip("\n")
    return given


async def test_a_caption_that_somebody_else_has_changed_is_not_overwritten_unseen() -> None:
    parties = await the_parties()
    exhibit = await add(parties.counter, await a_draft(parties.counter), parties.product_id)
    mark = mark_of(said_of(exhibit))
    first = ChangeExhibit(caption="甲の説明", position=1)
    await change_exhibit(parties.counter, exhibit.id, first, seen=mark)
    with pytest.raises(Invalid) as refusal:
        await change_exhibit(
            parties.counter, exhibit.id, ChangeExhibit(caption="乙の説明", position=1), seen=mark
        )
    assert refusal.value.fields == {"caption": OVERTAKEN}
    kept = await change_exhibit(
        parties.counter, exhibit.id, ChangeExhibit(caption="", demonstrations="毎週水曜"), seen=mark
    )
    assert (kept.caption, kept.demonstrations) == ("甲の説明", "毎週水曜"), "what one left as it was"
    said = await change_exhibit(parties.counter, exhibit.id, ChangeExhibit(caption="丙の説明"))
    assert said.caption == "丙の説明", "a program that says nothing of what it saw changes what it names"
