"""The same pages without a mouse, and without JavaScript."""

from core.clock import today
from tests.browser.asking import GOAL, PLACE, PROBLEM, asks_for, days_ahead, opens_request
from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Visitor

MOST_STOPS = 60
# Whoever has the focus can be seen to have it, and nothing lies over it (WCAG 2.4.7, 2.4.11).
# The parts of a day field are the browser's own: it shows itself which of them has the focus.
FOCUS = """() => {
    const element = document.activeElement;
    const card = element.closest(".choice") ?? element;
    const box = card.getBoundingClientRect();
    const isPart = element.type === "date" && !element.matches(":focus-visible");
    const shown = isPart || [element, card].some((one) => getComputedStyle(one).outlineStyle !== "none");
    const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    const free = over !== null && (card.contains(over) || over.contains(card));
    return {name: element.name ?? "", text: element.innerText ?? "", shown, free};
}"""


async def tabs_to(visitor: Visitor, name: str = "", text: str = "") -> None:
    """Press Tab until the field, or the button that says `text`, has the focus."""
    for _ in range(MOST_STOPS):
        await visitor.page.keyboard.press("Tab")
        stop = await visitor.page.evaluate(FOCUS)
        where = f"{stop['name']} {stop['text']}".strip()
        assert stop["shown"], f"nobody sees that {where} has the focus"
        assert stop["free"], f"something lies over {where}"
        if (name and stop["name"] == name) or (text and stop["text"].strip() == text):
            return
    raise AssertionError(f"no way to {name or text}")


async def test_the_request_form_needs_no_mouse(let_in: LetIn) -> None:
    visitor = await let_in(PHONE)
    await visitor.signs_in("facility@demo.example")
    await opens_request(visitor, "HZ-10", days_ahead(90, today()))
    keyboard = visitor.page.keyboard
    await keyboard.press("Tab")
    assert (await visitor.page.evaluate(FOCUS))["text"] == "本文へ移動"
    await keyboard.press("Enter")
    for name, words in (("problem", PROBLEM), ("goal", GOAL), ("place_of_use", PLACE)):
        await tabs_to(visitor, name=name)
        await keyboard.type(words)
    for name in ("has_wifi", "has_power", "consent"):
        await tabs_to(visitor, name=name)
        await keyboard.press("Space")
    await tabs_to(visitor, text="この内容で申し込む")
    await keyboard.press("Enter")
    await visitor.sees("申し込みました", PROBLEM, PLACE, "Wi-Fi")


async def test_asking_proposing_and_confirming_need_no_javascript(let_in: LetIn) -> None:
    facility = await let_in(PHONE, javascript=False)
    counter, vendor = await let_in(DESK, javascript=False), await let_in(DESK, javascript=False)
    await facility.signs_in("facility.kanagawa@demo.example")
    await counter.signs_in("counter.yokohama@demo.example")
    await vendor.signs_in("vendor@demo.example")
    path = await asks_for(facility, "OA-2", days_ahead(90, today()))
    await counter.opens(path)
    await counter.presses("貸主に打診する", within="main")
    await counter.sees("貸主に打診しました")
    await vendor.opens(path)
    await vendor.presses("この内容で承諾する", within="main")
    await vendor.sees("承諾しました")
