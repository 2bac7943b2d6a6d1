"""Without a mouse: whatever the Tab key comes to is seen, and a robot is received by keys alone."""

from typing import Any

import pytest

from tests.browser.conftest import LetIn
from tests.browser.visitor import DESK, PHONE, Visitor

# Where the focus is: what it is called, whether it is marked, whether something lies over all of it.
_FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const shown = (at.matches("[type=radio], [type=checkbox]") && at.labels?.[0]) || at;
    const whole = shown.getBoundingClientRect(), look = (one) => getComputedStyle(one);
    const top = Math.max(whole.y, 0), bottom = Math.min(whole.bottom, innerHeight);
    const box = {x: whole.x, y: top, width: whole.width, height: bottom - top};
    const marked = [at, shown, at.closest(".choice, .way")].filter(Boolean)
        .some((one) => parseFloat(look(one).outlineWidth) > 0 && look(one).outlineStyle !== "none");
    const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
    const bare = points.some(([across, down]) => {
        const [x, y] = [box.x + box.width * across, box.y + box.height * down];
        const found = document.elementFromPoint(x, y);
        return found && (shown.contains(found) || found.contains(at));
    });
    return {name: `${at.tagName} ${at.name || at.textContent.trim().slice(0, 40)}`, marked, bare};
}"""
_CALLED = "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
MOST = 60


async def _tabs(visitor: Visitor) -> list[dict[str, Any]]:
    """What the Tab key comes to, the first `MOST` stops."""
    stops: list[dict[str, Any]] = []
    for _ in range(MOST):
        await visitor.page.keyboard.press("Tab")
        stop = await visitor.page.evaluate(_FOCUS)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize(
    ("who", "path", "width"),
    [
        ("", "/", PHONE),
        ("facility", "/home", PHONE),
        ("facility", "/loans", PHONE),
        ("counter", "/desk", DESK),
        ("counter", "/desk/facilities", PHONE),
        ("vendor", "/vendor", DESK),
        ("centre", "/centre", DESK),
    ],
)
async def test_whatever_has_the_focus_is_marked_and_lies_under_nothing(
    let_in: LetIn, who: str, path: str, width: int
) -> None:
    visitor = await let_in(width)
    if who:
        await visitor.signs_in(f"{who}@demo.example")
    await visitor.opens(path)
    stops = await _tabs(visitor)
    assert len(stops) >= 5
    assert [stop["name"] for stop in stops if not stop["marked"]] == []
    assert [stop["name"] for stop in stops if not stop["bare"]] == []


async def _tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until the focus is on what begins with these words."""
    for _ in range(MOST):
        await visitor.page.keyboard.press("Tab")
        if str(await visitor.page.evaluate(_CALLED)).strip().startswith(words):
            return
    raise AssertionError(f"the Tab key never came to {words}")


async def test_a_robot_is_received_by_keys_alone(let_in: LetIn) -> None:
    facility = await let_in(PHONE)
    keys = facility.page.keyboard
    await facility.opens("/sign-in")
    await _tab_to(facility, "メールアドレス")
    await keys.type("facility@demo.example")
    await _tab_to(facility, "パスワード")
    await keys.type("tameshi-demo-2026")
    await keys.press("Enter")
    await facility.sees("次にすること")
    await _tab_to(facility, "受け取りを記録する")
    await keys.press("Enter")
    await facility.sees("届いたものの状態")
    await _tab_to(facility, "異常なし")
    await keys.press("Space")
    await _tab_to(facility, "受け取りを記録する")
    await keys.press("Enter")
    await facility.sees("受け取りを記録しました")
