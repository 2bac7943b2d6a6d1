"""How a program names the days of a report."""

from typing import Annotated

from litestar.params import QueryParameter

_DATE = {"format": "date"}
# Text, not a date: the framework would name the parameter of the function where callers know `from` and `to`.
FromDay = Annotated[str, QueryParameter(name="from", schema_extra=_DATE, description="First day; required")]
ToDay = Annotated[str, QueryParameter(name="to", schema_extra=_DATE, description="Exclusive end; required")]
