"""In which words an exhibit is explained, and what stands in for words that nobody has written. Pure."""

import msgspec

from core.words import Reading

LONGEST = 400
LONGEST_LINE = 200
LAST_POSITION = 100


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """All that is written about an exhibit: by the counter, and by the product's vendor."""

    caption: str = ""
    caption_en: str = ""
    caption_plain: str = ""
    outline: str = ""
    outline_en: str = ""
    description: str = ""
    description_en: str = ""


class Explanation(msgspec.Struct, frozen=True):
    """What is shown, in which language it is, and whether it is the product's text and not the counter's."""

    text: str
    language: Reading
    is_of_product: bool = False


def explanation(reading: Reading, texts: Texts) -> Explanation:
    """The counter's words in the visitor's language, else the product's, else the Japanese ones."""
    if reading is Reading.PLAIN and texts.caption_plain:
        return Explanation(texts.caption_plain, Reading.PLAIN)
    if reading is Reading.ENGLISH:
        if texts.caption_en:
            return Explanation(texts.caption_en, Reading.ENGLISH)
        if found := _joined(texts.outline_en, texts.description_en):
            return Explanation(found, Reading.ENGLISH, is_of_product=True)
    if texts.caption:
        return Explanation(texts.caption, Reading.JAPANESE)
    return Explanation(_joined(texts.outline, texts.description), Reading.JAPANESE, is_of_product=True)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
