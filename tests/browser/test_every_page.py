"""Every page there is, as everybody who may see it: accessible, as wide as the screen, in their language.

What pages there are the application itself says; who may see them says `tests.app.access`. Where they are
stands in `tests.browser.every_page.addresses`.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from app.launcher.folder import DataFolder
from tests.app.house import ROOT, House
from tests.browser.conftest import LetIn
from tests.browser.every_page.addresses import (
    ADDRESSES,
    Address,
    lookers,
    portions,
    routes_known,
    seen_once,
)
from tests.browser.every_page.doors import must_look, pages
from tests.browser.every_page.looking import Judged, Looker
from tests.browser.japanese import written_by_people
from tests.browser.visitor import PHONE

WHERE = "a line in tests/browser/every_page/addresses*.py"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, demo_world: Path) -> Iterator[House]:
    """The demo world without a mail server, so that the mailbox is there to be seen."""
    data_dir = tmp_path_factory.mktemp("house") / "data"
    subprocess.run(["/bin/cp", "-pR", str(demo_world), str(data_dir)], check=True)
    built = House(data_dir, TAMESHI_DEMO="yes")
    try:
        built.start()
        yield built
    finally:
        built.close()
        shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture(scope="module")
def world(house: House) -> dict[str, str]:
    """One of each thing that an address names, made through the steps that people take."""
    running = DataFolder(house.data_dir).running()
    assert running is not None
    services = {"TAMESHI_DATABASE_URL": running.database_url, "TAMESHI_REDIS_URL": running.redis_url}
    key = {"TAMESHI_SECRET_KEY": DataFolder(house.data_dir).secret_key()}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.every_page.furnishing"],
        cwd=ROOT,
        env={**house.environ, **services, **key},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return dict(json.loads(made.stdout))


def test_every_page_has_an_address() -> None:
    forgotten = sorted(set(pages()) - routes_known())
    assert forgotten == [], f"{forgotten}: each needs {WHERE}; what it names is made in with_*.py beside that"
    gone = sorted(routes_known() - set(pages()))
    assert gone == [], f"{gone}: these pages are gone, take out their lines in addresses*.py"


def test_everybody_who_may_see_a_page_looks_at_it() -> None:
    missing = {route: must_look(route) - lookers(route) for route in pages()}
    unseen = {route: sorted(who) for route, who in missing.items() if who}
    assert unseen == {}, f"{unseen}: tests/app/access*.py lets these see a page; name them in {WHERE}"


@pytest.fixture(scope="module")
def judged() -> Judged:
    """What axe-core has seen already."""
    return set()


def _cases(wanted: Sequence[Address]) -> list[ParameterSet]:
    return [pytest.param(who, part, id=f"{who}-{number}") for who, number, part in portions(wanted)]


@pytest.mark.parametrize(("who", "part"), _cases(ADDRESSES))
async def test_every_page_is_fit_for_its_readers(
    let_in: LetIn, world: dict[str, str], judged: Judged, who: str, part: list[Address]
) -> None:
    looker = Looker(await let_in(PHONE), judged)
    assert await looker.looks_at(who, world, part) == []


@pytest.mark.parametrize(("who", "part"), _cases(seen_once()))
async def test_every_page_speaks_english(
    let_in: LetIn, house: House, world: dict[str, str], judged: Judged, who: str, part: list[Address]
) -> None:
    looker = Looker(await let_in(PHONE, locale="en-GB"), judged, await written_by_people(house))
    assert await looker.looks_at(who, world, part) == []
