"""Page forms: what a browser sends becomes values, or every mistake at once with what was typed kept.

The fields stand in `core.web.fields`; the macro `ui.field` shows each of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self

import wtforms
from litestar import Request
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from core.errors import Invalid
from core.i18n import gettext
from core.web.form_messages import Translations

FormRequest = Request[Any, Any, Any]
FieldWords = Callable[[str, Mapping[str, object]], str]

_translations = Translations()
_field_words: list[FieldWords] = []


def install_field_words(words: FieldWords) -> None:
    """Say who turns the code of a refused field into a sentence."""
    _field_words[:] = [words]


def words_for(code: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence that stands beside a field refused for `code`."""
    return _field_words[0](code, facts or {}) if _field_words else gettext("入力を確かめてください。")


class Mistake(NamedTuple):
    """One line of the error summary; without `field_id` it is about the whole form."""

    field_id: str | None
    message: str


async def is_only_asked(request: FormRequest) -> bool:
    """Whether the reader wants to see what would change, and not yet to do it."""
    return (await request.form()).get("look") == "1"


class Submitted(dict[str, list[Any]]):
    """What was sent, several values a name, in the shape the form library asks for."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        for name, value in pairs:
            self.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[Any]:
        """Every value sent under `name`, none as an empty list."""
        return self.get(name, [])


class Form(wtforms.Form):
    """A form whose labels and messages follow the reader's language."""

    class Meta(DefaultMeta):
        """How the library binds our forms."""

        def get_translations(self, form: BaseForm) -> Translations:  # noqa: ARG002  # the library names it
            """Our own sentences instead of the library's."""
            return _translations

    @classmethod
    async def of(cls, request: FormRequest) -> Self:
        """The form with what the browser posted."""
        sent = await request.form()
        return cls(Submitted(sent.multi_items()))

    @classmethod
    def of_query(cls, request: FormRequest, **values: object) -> Self:
        """The form with what stands in the address: for searches; `values` hold while nothing was asked."""
        sent = Submitted(request.query_params.multi_items())
        return cls(sent if any(name in sent for name in cls.names()) else None, data=values)

    @classmethod
    def names(cls) -> list[str]:
        """The names of its fields."""
        return [name for name in dir(cls) if hasattr(getattr(cls, name), "field_class")]

    @property
    def mistakes(self) -> list[Mistake]:
        """Every mistake in the order of the fields, those about the whole form first."""
        whole = [Mistake(None, str(message)) for message in self.form_errors]
        return whole + [Mistake(field.id, str(message)) for field in self for message in field.errors]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether everything is right; files of a form that is not must be chosen again."""
        is_right = super().validate(extra_validators)
        self._ask_for_files_again()
        return is_right

    def _ask_for_files_again(self) -> None:
        """No browser sends a file twice by itself, and a form that comes back shows none: it says so."""
        for field in self if self.errors else ():
            if getattr(field, "kind", "") == "file" and field.data and not field.errors:
                said = gettext("「%(label)s」をもう一度選んでください。", label=field.label.text)
                self.add_mistake(said, field.name)

    def add_mistake(self, message: object, field: str | None = None) -> None:
        """Refuse the form, or one of its fields, in words."""
        if field is None or field not in self:
            self.form_errors = [*self.form_errors, str(message)]
        else:
            self[field].errors = [*self[field].errors, str(message)]

    def refuse(self, error: Invalid) -> None:
        """Take over what a use case found wrong, each code beside its field."""
        for field, code in error.fields.items():
            self.add_mistake(self._said_of(field, code, error.facts), field)
        if not error.fields:
            self.add_mistake(words_for(error.reason, error.facts))
        self._ask_for_files_again()

    def _said_of(self, name: str, code: str, facts: Mapping[str, object]) -> str:
        """What is missing is named like what the form itself misses: a list of mistakes says which."""
        missing = getattr(self[name], "when_missing", None) if code == "required" and name in self else None
        return missing % {"label": self[name].label.text} if missing else words_for(code, facts)
