"""Papers as a printer sets them, and what stands on them."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import typst
from PIL import Image

from core.typesetting import inputs, typefaces


def pictures(template: Path, given: Mapping[str, Any], dots_per_inch: int) -> list[Image.Image]:
    """The pages as a printer would raster them."""
    made: Any = typst.compile(
        template, sys_inputs=inputs(given), font_paths=typefaces(), format="png", ppi=dots_per_inch
    )
    pages = made if isinstance(made, list) else [made]
    return [Image.open(BytesIO(page)) for page in pages]


def signs_in(paper: bytes) -> set[str]:
    """Every sign that the typefaces in a PDF have a picture of, by what they say it means."""
    signs: set[str] = set()
    with pikepdf.open(BytesIO(paper)) as pdf:
        for font in (
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
        ):
            meanings = font.ToUnicode.read_bytes().decode("ascii")
            for code, sign in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", meanings):
                if int(code, 16):  # the picture of what has none is the first
                    signs |= set(bytes.fromhex(sign).decode("utf-16-be"))
    return signs
