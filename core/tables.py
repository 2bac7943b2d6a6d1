"""Tables that belong to the ground floor."""

from piccolo.columns import Bytea, Integer
from piccolo.constraints import Unique
from piccolo.table import Table

from core.columns import key, moment, text


class IdempotencyRecord(Table, tablename="idempotency_record"):
    """The answer once given to a person's `Idempotency-Key`, to be given again byte for byte."""

    id = key()
    person = text("person_key")
    idempotency_key = text("idempotency_key")
    body_digest = Bytea(null=False, default=b"")
    status = Integer(null=False, default=0)
    content_type = text("content_type")
    answer = Bytea(null=False, default=b"")
    created_at = moment("created_at", index=True)

    idempotency_record_once = Unique(["person_key", "idempotency_key"])
