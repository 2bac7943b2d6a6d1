"""What people write, in the words of its reader, else in Japanese and marked so."""

from enum import StrEnum

import msgspec
from markupsafe import Markup, escape

from core.i18n import current_locale


class Reading(StrEnum):
    """How a visitor reads: Japanese, English, やさしい日本語."""

    JAPANESE = "ja"
    ENGLISH = "en"
    PLAIN = "plain"


class Said(msgspec.Struct, frozen=True):
    """A text and the language it is in; shown on a page of another language it says so."""

    text: str
    language: Reading

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> Markup:
        """The text for a page, which a screen reader then reads in the right voice."""
        language = "en" if self.language is Reading.ENGLISH else "ja"
        if not self.text or language == current_locale.get():
            return escape(self.text)
        return Markup('<span lang="{}">{}</span>').format(language, self.text)


_ENDINGS = {Reading.ENGLISH: "_en", Reading.PLAIN: "_plain"}


def said(written: object, name: str, reading: Reading) -> Said:
    """The text called `name` of what has `name_en` and maybe `name_plain`, too; else the Japanese one."""
    if (ending := _ENDINGS.get(reading)) and (found := getattr(written, name + ending, "")):
        return Said(found, reading)
    return Said(getattr(written, name), Reading.JAPANESE)


def reading_here() -> Reading:
    """How the page is read that is being made."""
    return Reading.ENGLISH if current_locale.get() == "en" else Reading.JAPANESE
