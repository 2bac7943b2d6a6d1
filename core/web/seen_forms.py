"""Forms that several people may have open at once: what others changed meanwhile is shown, not lost."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from core.errors import Invalid
from core.i18n import Text
from core.seen import OVERTAKEN, mark_of, renewed
from core.web.fields import HiddenField
from core.web.forms import Form

Answer = TypeVar("Answer")


class SeenForm(Form):
    """A form that knows what it showed when it was opened; `meanwhile` is what others changed since."""

    seen = HiddenField(limit=4000)
    meanwhile: tuple[tuple[Text, str], ...] = ()

    @property
    def mark(self) -> str:
        """What was shown, for `core.seen.altered`."""
        return self.seen.data or ""

    def shows(self, values: Mapping[str, object]) -> None:
        """It shows these values."""
        self.seen.data = mark_of(values)

    async def meant(
        self,
        order: Callable[[], Awaitable[Answer]],
        now: Callable[[], Awaitable[Mapping[str, object]]],
    ) -> Answer:
        """Give the order; where it meets what others changed, note that for the page before it is refused."""
        try:
            return await order()
        except Invalid as error:
            names = [name for name, code in error.fields.items() if code == OVERTAKEN]
            if names:
                values = await now()
                self.meanwhile = tuple((self._label(name), str(values[name])) for name in names)
                self.seen.data, self.seen.raw_data = renewed(self.mark, names, values), None
            raise

    def _label(self, name: str) -> Text:
        return str(self[name].label.text) if name in self else name
