"""Papers of the house: typst templates set in the typefaces that come with it, and in no others."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst

FONTS = Path(__file__).resolve().parents[1] / "app" / "static" / "vendor" / "fonts"


def typeset(template: Path, given: Mapping[str, Any]) -> bytes:
    """`template` as PDF bytes; it is given each value as JSON. Slow enough for a thread when it is long."""
    return typst.compile(template, sys_inputs=inputs(given), font_paths=typefaces())


def inputs(given: Mapping[str, Any]) -> dict[str, str]:
    """What a template finds in `sys.inputs`."""
    return {name: msgspec.json.encode(value).decode() for name, value in given.items()}


@cache
def typefaces() -> typst.Fonts:
    """Looked at once: that takes longer than most papers."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
