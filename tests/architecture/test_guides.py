"""Guides speak of buttons and pages by their own words: what stands in 「」 must stand on a screen."""

import re
from pathlib import Path

import pytest

from core.i18n.catalogs import ROOT
from core.i18n.extraction import extract, features

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
QUOTED = re.compile(r"「([^」]+)」")
IMAGE = re.compile(r"\.\./images/[\w-]+\.png")
# Said, but not a label: how a resident is written of, the language switch, the beginning of several labels.
SAYINGS = {"Aさん", "English", "代わりに：…", "試用前 → 試用後"}


@pytest.fixture(scope="module")
def screen_words() -> set[str]:
    """Every message of the program."""
    return {str(message.id) for feature in features() for message in extract(ROOT, feature)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_names_only_what_stands_on_a_screen(guide: Path, screen_words: set[str]) -> None:
    text = guide.read_text(encoding="utf-8")
    assert set(QUOTED.findall(text)) - screen_words - SAYINGS == set()
    assert [image for image in IMAGE.findall(text) if not (guide.parent / image).is_file()] == []
