"""The fields a page form is made of. Each says its `kind`, by which the macro `ui.field` shows it.

Every field takes a label and the options `required`, `hint`, `checks` (validators), `default`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple, cast

import wtforms
from litestar.datastructures import UploadFile
from wtforms.validators import Optional, StopValidation, ValidationError

from core.clock import today
from core.i18n import LazyText, Text, format_date
from core.telephones import in_one_form
from core.web import form_messages as say

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LARGEST_NUMBER = 1_000_000_000
LONGEST_NUMBER = 12  # signs
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Choice(NamedTuple):
    """Something to choose: what is sent, what is read, and a line of explanation."""

    value: str
    label: Text
    hint: Text = ""


class Needed:
    """Refuses an entry left empty; a wrong one keeps its own mistake."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _: wtforms.Form, field: wtforms.Field) -> None:
        """Stop at an empty entry with the sentence that fits the kind of field."""
        if field.process_errors or not (field.data is None or field.data is False or field.data in ("", [])):
            return
        raise StopValidation(_about(field, getattr(field, "when_missing", say.ENTER)))


def _about(field: wtforms.Field, message: LazyText, **facts: object) -> str:
    return message % {"label": field.label.text, **facts}


class Entry(wtforms.Field):
    """What all fields share: a label read late, a hint, and only text from the browser."""

    kind = "text"
    when_missing = say.ENTER

    def __init__(
        self,
        label: Text = "",
        *,
        required: bool = False,
        hint: Text = "",
        checks: Sequence[Callable[[Any, Any], object]] = (),
        **options: Any,
    ) -> None:
        validators = [Needed() if required else Optional(), *checks]
        # the library only ever turns labels and hints into text when it shows them
        super().__init__(cast("str", label), validators, description=cast("str", hint), **options)
        self.is_required = required

    def first_text(self, sent: list[Any]) -> str:
        """The first text sent, without control characters and outer space."""
        texts = [value for value in sent if isinstance(value, str)]
        return tidy(texts[0]) if texts else ""

    @property
    def shown(self) -> str:
        """What stands in the input: what was typed, else the value."""
        if self.raw_data:
            return self.first_text(self.raw_data)
        return "" if self.data is None else str(self.data)


def tidy(text: str) -> str:
    """Text as the database can hold it: composed characters, line feeds, no control characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", text).strip()


class TextField(Entry):
    """One line of text, at most `limit` characters."""

    def __init__(self, label: Text = "", *, limit: int = 200, **options: Any) -> None:
        super().__init__(label, **options)
        self.limit = limit

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the text tidied."""
        self.data = self.first_text(valuelist)

    def pre_validate(self, _: object) -> None:
        """Refuse more than `limit` characters."""
        length = len(self.data or "")
        if length > self.limit:
            raise ValidationError(_about(self, say.TOO_LONG, limit=self.limit, length=length))


class LongTextField(TextField):
    """Several lines; with `warns` the reader is told to leave personal data out."""

    kind = "long-text"

    def __init__(
        self, label: Text = "", *, limit: int = 2000, rows: int = 5, warns: bool = True, **options: Any
    ) -> None:
        super().__init__(label, limit=limit, **options)
        self.rows = rows
        self.warns = warns


class SearchField(TextField):
    """Words to look for."""

    kind = "search"


class TelephoneField(TextField):
    """A telephone number: however people write it, it is kept in one form."""

    kind = "tel"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep it as every number is kept; what is none stays as it was typed."""
        self.data = in_one_form(self.first_text(valuelist) or "")


class EmailField(TextField):
    """An e-mail address; typed in wide characters, it is the same."""

    kind = "email"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the address."""
        self.data = unicodedata.normalize("NFKC", self.first_text(valuelist) or "")

    def pre_validate(self, form: object) -> None:
        """Refuse what cannot be an address."""
        super().pre_validate(form)
        if self.data and not _EMAIL.fullmatch(self.data):
            raise ValidationError(_about(self, say.NO_EMAIL))


class PasswordField(TextField):
    """A secret: kept as typed, never shown again."""

    kind = "password"

    def __init__(self, label: Text = "", *, autocomplete: str = "current-password", **options: Any) -> None:
        super().__init__(label, **options)
        self.autocomplete = autocomplete

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep every character."""
        self.data = next((value for value in valuelist if isinstance(value, str)), "")

    @property
    def shown(self) -> str:
        """Nothing: a secret is typed again."""
        return ""


class HiddenField(TextField):
    """A value the page carries along."""

    kind = "hidden"


class NumberField(Entry):
    """A whole number; full-width digits and separators are understood."""

    kind = "number"

    def __init__(
        self, label: Text = "", *, least: int = 0, most: int = LARGEST_NUMBER, unit: Text = "", **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.unit = least, most, unit

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number."""
        text = unicodedata.normalize("NFKC", self.first_text(valuelist)).replace(",", "")
        self.data = None
        if not text:
            return
        if re.fullmatch(r"[+-]?\d*\.\d+", text):
            raise ValueError(_about(self, say.NO_WHOLE_NUMBER))
        if not re.fullmatch(r"[+-]?\d+", text):
            raise ValueError(_about(self, say.NO_NUMBER))
        if len(text) > LONGEST_NUMBER:
            is_negative = text.startswith("-")
            raise ValueError(
                _about(self, say.TOO_SMALL, least=self.least)
                if is_negative
                else _about(self, say.TOO_LARGE, most=self.most)
            )
        self.data = int(text)

    def pre_validate(self, _: object) -> None:
        """Refuse numbers out of range."""
        if self.data is not None and self.data < self.least:
            raise ValidationError(_about(self, say.TOO_SMALL, least=self.least))
        if self.data is not None and self.data > self.most:
            raise ValidationError(_about(self, say.TOO_LARGE, most=self.most))


class DayField(Entry):
    """A day: 2026-10-01, also 2026/10/1 and 2026年10月1日 where the browser has no picker."""

    kind = "day"
    when_missing = say.CHOOSE

    def __init__(
        self,
        label: Text = "",
        *,
        earliest: date = EARLIEST,
        latest: date = LATEST,
        from_today: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.earliest = today() if from_today else earliest
        self.latest = latest

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day."""
        text = unicodedata.normalize("NFKC", self.first_text(valuelist))
        self.data = None
        if not text:
            return
        found = _DAY.fullmatch(text)
        try:
            self.data = date(*map(int, found.groups())) if found else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_about(self, say.NO_DAY))

    def pre_validate(self, _: object) -> None:
        """Refuse days out of range."""
        if self.data is not None and self.data < self.earliest:
            raise ValidationError(_about(self, say.TOO_EARLY, day=format_date(self.earliest)))
        if self.data is not None and self.data > self.latest:
            raise ValidationError(_about(self, say.TOO_LATE, day=format_date(self.latest)))


class MonthField(TextField):
    """A month: 2026-10; what reads it judges its shape."""

    kind = "month"

    def __init__(self, label: Text = "", **options: Any) -> None:
        super().__init__(label, limit=20, **options)


class ChoiceField(Entry):
    """One of `choices`; `coerce` makes the value.

    `look` is `radio` (cards), `select` (a list) or `scale` (a row of figures, the least first).
    """

    kind = "choice"
    when_missing = say.CHOOSE

    def __init__(
        self,
        label: Text = "",
        *,
        choices: Iterable[tuple[str, Text] | tuple[str, Text, Text]] = (),
        coerce: Callable[[str], Any] = str,
        look: str = "radio",
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.choices = [Choice(*choice) for choice in choices]
        self.coerce = coerce
        self.look = look

    def offer(self, choices: Iterable[tuple[str, Text] | tuple[str, Text, Text]]) -> None:
        """Set what there is to choose, known only when the page is made."""
        self.choices = [Choice(*choice) for choice in choices]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was chosen; whether it was offered is judged later."""
        self.data = self.first_text(valuelist) or None

    def pre_validate(self, _: object) -> None:
        """Refuse what was not offered."""
        if self.data is not None:
            self.data = self._chosen(str(self.data))

    def _chosen(self, value: str) -> Any:
        if value not in {str(choice.value) for choice in self.choices}:
            raise ValidationError(_about(self, say.NOT_OFFERED))
        return self.coerce(value)

    def is_chosen(self, choice: Choice) -> bool:
        """Whether the page shows `choice` as chosen."""
        return str(choice.value) == self.shown


class ManyField(ChoiceField):
    """Any number of `choices`: checkboxes."""

    kind = "many"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep all that was chosen."""
        self.data = [tidy(value) for value in valuelist if isinstance(value, str)]

    def pre_validate(self, _: object) -> None:
        """Refuse what was not offered."""
        self.data = [self._chosen(str(value)) for value in self.data or ()]

    def is_chosen(self, choice: Choice) -> bool:
        """Whether the page shows `choice` as ticked."""
        return str(choice.value) in {str(value) for value in self.raw_data or self.data or ()}


class TickField(Entry):
    """A single checkbox: yes or no."""

    kind = "tick"
    when_missing = say.TICK

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Ticked is whatever was sent but an explicit no."""
        self.data = self.first_text(valuelist) not in {"", "false", "0"}


class FileField(Entry):
    """An uploaded file, or several; `accept` is what the browser offers to pick."""

    kind = "file"
    when_missing = say.NO_FILE

    def __init__(self, label: Text = "", *, accept: str = "", multiple: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.accept, self.multiple = accept, multiple

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the files that have a name."""
        files = [value for value in valuelist if isinstance(value, UploadFile) and value.filename]
        self.data = files if self.multiple else next(iter(files), None)
