"""Papers of the house: typst templates set in the typefaces that come with it, and in no others."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from core.i18n import gettext as _
from core.typefaces import FAMILIES, FONTS, unprintable

# Stands for a sign that cannot be set, as it has on Japanese proofs for long.
GETA = "〓"


def typeset(template: Path, given: Mapping[str, Any]) -> bytes:
    """`template` as PDF bytes; it is given each value as JSON. Slow enough for a thread when it is long."""
    return typst.compile(template, sys_inputs=inputs(given), font_paths=typefaces())


def inputs(given: Mapping[str, Any]) -> dict[str, str]:
    """What a template finds in `sys.inputs`: the values, the typefaces, and what those lack."""
    written = {name: msgspec.json.encode(value).decode() for name, value in given.items()}
    lost = unprintable("".join(written.values()))
    if lost:
        written = {
            name: text.translate(dict.fromkeys(map(ord, lost), GETA)) for name, text in written.items()
        }
    said = {"fonts": FAMILIES, "lost": lost_signs(lost)}
    return written | {name: msgspec.json.encode(value).decode() for name, value in said.items()}


def lost_in(*written: object) -> str:
    """The signs in what is written anywhere in these that no paper can show."""
    return unprintable(msgspec.json.encode(written).decode())


def lost_signs(signs: str) -> str:
    """A sentence on `signs` that papers cannot show, by their codes; empty where there is none."""
    if not signs:
        return ""
    codes = "、".join(f"U+{ord(sign):04X}" for sign in signs)
    return _("〓は、印刷用の書体にない文字です（%(codes)s）。手で書き入れてください。", codes=codes)


@cache
def typefaces() -> typst.Fonts:
    """Looked at once: that takes longer than most papers."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
