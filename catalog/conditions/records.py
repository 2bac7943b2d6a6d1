"""Where a feature keeps how its units were found; what is done with it is the same for all."""

import msgspec


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """A feature's tables of checks, photos, marks, incidents and their entries.

    `subject` is the column that says what they belong to, `home` what comes before its id in the
    addresses of pages, `news`
    the kind of the outbox rows that tell of incidents.
    """

    subject: str
    home: str
    checks: str
    photos: str
    marks: str
    incidents: str
    entries: str
    news: str

    def sql(self, text: str) -> str:
        """`text` of ours with the names of these tables in it."""
        return text.format(**msgspec.structs.asdict(self))
