"""What must leave the house: outbox, caught mail, calendar feeds."""

from piccolo.columns import Bytea, Integer
from piccolo.constraints import Unique
from piccolo.table import Table

from accounts.tables import Person
from core.columns import document, key, moment, reference, text
from directory.tables import Organization


class Outbox(Table, tablename="outbox"):
    """What is to be done after a commit, at least once; `dedupe_key` keeps it from being asked twice."""

    id = key()
    dedupe_key = text("dedupe_key")
    kind = text("kind")
    payload = document("payload")
    due_at = moment("due_at")
    created_at = moment("created_at")
    attempts = Integer(null=False, default=0)
    last_error = text("last_error")
    delivered_at = moment("delivered_at", null=True)
    given_up_at = moment("given_up_at", null=True)

    outbox_once = Unique(["dedupe_key"])


class CaughtMail(Table, tablename="caught_mail"):
    """A mail that stayed in the house because no SMTP server is set; read at `/mailbox`."""

    id = key()
    message_key = text("message_key")
    recipient = text("recipient")
    subject = text("subject")
    body = text("body")
    source = Bytea(null=False, default=b"")
    caught_at = moment("caught_at")

    caught_mail_once = Unique(["message_key"])


class CalendarFeed(Table, tablename="calendar_feed"):
    """A secret address of an iCalendar feed; kept as a digest, revocable."""

    id = key()
    token_digest = Bytea(null=False, default=b"")
    organization = reference(Organization, "organization_id")
    person = reference(Person, "person_id", null=True)
    name = text("name")
    created_at = moment("created_at")
    revoked_at = moment("revoked_at", null=True)

    calendar_feed_once = Unique(["token_digest"])
