"""What PostgreSQL has and Piccolo lacks: ranges, exclusion constraints, references that say everything.

Migrations import these by path: names and places are permanent. Piccolo compares constraints by name
only, so a constraint that changes takes a new name.
"""

from enum import StrEnum
from typing import Any

from piccolo.columns import JSONB, Column, Date, ForeignKey, OnDelete, Text, Timestamptz, column_types
from piccolo.constraints import Check, Constraint
from piccolo.table import Table


class DateRange(Column):
    """A `daterange` column; half-open `[lower, upper)` as PostgreSQL stores it."""

    value_type = str

    def __init__(self, default: None = None, **kwargs: Any) -> None:
        self.default = default
        super().__init__(default=default, **kwargs)

    @property
    def column_type(self) -> str:
        """The type as PostgreSQL spells it."""
        return "DATERANGE"


class TextArray(Column):
    """A `text[]` column: bigrams for search, codes."""

    value_type = list

    def __init__(self, default: None = None, **kwargs: Any) -> None:
        self.default = default
        super().__init__(default=default, **kwargs)

    @property
    def column_type(self) -> str:
        """The type as PostgreSQL spells it."""
        return "TEXT[]"


class IntegerArray(TextArray):
    """An `integer[]` column."""

    @property
    def column_type(self) -> str:
        """The type as PostgreSQL spells it."""
        return "INTEGER[]"


class Exclude(Constraint):
    """`EXCLUDE USING gist (...) WHERE (...)`; `elements` and `where` are SQL written by us, never input."""

    def __init__(self, elements: str, where: str, name: str | None = None) -> None:
        super().__init__(name=name, elements=elements, where=where)
        self.elements = elements
        self.where = where

    @property
    def ddl(self) -> str:
        """The constraint as it stands in CREATE TABLE."""
        return f"EXCLUDE USING gist ({self.elements}) WHERE ({self.where})"

    def serialise_self(self) -> None:
        """Nothing to do: the parameters are strings already."""

    def _table_str(self) -> str:
        return f"{self._meta.name} = Exclude({self.elements!r}, {self.where!r})"


def reference(
    to: type[Table] | str, column: str, *, null: bool = False, index: bool = True
) -> ForeignKey[Any]:
    """A foreign key that never cascades: the history of a loan outlives whatever it mentions."""
    return ForeignKey(
        references=to,
        db_column_name=column,
        null=null,
        default=None,
        index=index,
        on_delete=OnDelete.restrict,
    )


def key() -> column_types.UUID:
    """A primary key; the program gives the UUIDv7."""
    return column_types.UUID(primary_key=True, default=None, null=False)


def one_of(column: str, states: type[StrEnum]) -> Check:
    """A named check that a text column holds one of `states` (Piccolo's `choices` is not enforced)."""
    listed = ", ".join(f"'{state.value}'" for state in states)
    return Check(f"{column} IN ({listed})")


def text(column: str, *, null: bool = False, default: str | None = "") -> Text:
    """A text column; empty rather than NULL unless `null` says that absence has a meaning of its own."""
    return Text(null=null, default=None if null else default, db_column_name=column)


def moment(column: str, *, null: bool = False, index: bool = False) -> Timestamptz:
    """An aware moment; the program gives it, the database invents none."""
    return Timestamptz(null=null, default=None, index=index, db_column_name=column)


def day(column: str, *, null: bool = True) -> Date:
    """A local day in Japan."""
    return Date(null=null, default=None, db_column_name=column)


def document(column: str) -> JSONB:
    """A `jsonb` column holding an object or a list."""
    return JSONB(null=False, default="{}", db_column_name=column)
