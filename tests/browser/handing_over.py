"""Writing down that an exhibit arrived, in order."""

import re
from collections.abc import Sequence

from tests.browser.visitor import Visitor


async def in_order(visitor: Visitor) -> None:
    """Answer the checklist, where there is one: nothing is missing."""
    for line in await visitor.page.locator("main .checklist li").all():
        if await line.locator("input[value=yes]").count():
            await line.locator("input[value=yes]").check()
        elif await line.locator("input[inputmode=numeric]").count():
            expected = re.search(r"\d+", await line.locator("label").inner_text())
            await line.locator("input").fill(expected[0] if expected else "1")


async def arrive(counter: Visitor, exhibits: Sequence[str]) -> None:
    """Each of the exhibits has come: nothing is wrong with it."""
    for exhibit in exhibits:
        await counter.opens(f"{exhibit}/deliver")
        await counter.chooses("いまの状態", "異常なし")
        await in_order(counter)
        await counter.presses("搬入を記録する", within="main")
        await counter.sees("搬入を記録しました")
