"""Questions, answers, and who wants to hear more. Only `visit_lead` names anybody."""

from piccolo.columns import Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.tables import Product
from core.columns import TextArray, day, key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.questionnaires.domain import QuestionKind, ReplySource, Wish
from exhibitions.tables import Exhibit, Exhibition
from exhibitions.visits.tables import Visit


class VisitQuestion(Table, tablename="visit_question"):
    """A counter's own question; retired rather than changed."""

    id = key()
    counter = reference(Organization, "counter_id")
    position = Integer(null=False, default=1)
    kind = text("kind")
    label = text("label")
    label_en = text("label_en")
    choices = TextArray(null=False)
    choices_en = TextArray(null=False)
    created_at = moment("created_at")
    retired_at = moment("retired_at", null=True)

    visit_question_kind_known = one_of("kind", QuestionKind)


class VisitReply(Table, tablename="visit_reply"):
    """One questionnaire handed in: on which day, at which display, about which items and products."""

    id = key()
    exhibition = reference(Exhibition, "exhibition_id", index=False)
    visit = reference(Visit, "visit_id", null=True, index=False)
    source = text("source")
    reply_key = text("reply_key")
    day = day("day", null=False)
    item_codes = TextArray(null=False)
    product_ids = TextArray(null=False)
    wish = text("wish")
    replied_at = moment("replied_at")

    visit_reply_once = Unique(["reply_key"])
    visit_reply_source_known = one_of("source", ReplySource)


class VisitAnswer(Table, tablename="visit_answer"):
    """One answer: a number, or words until they are erased."""

    id = key()
    reply = reference(VisitReply, "reply_id", index=False)
    question = reference(VisitQuestion, "question_id")
    number = Integer(null=True, default=None)
    words = text("words")

    visit_answer_once = Unique(["reply_id", "question_id"])


class VisitLead(Table, tablename="visit_lead"):
    """A visitor who wants to be called, with the words of the consent; erased like a visit's contact.

    Told in a questionnaire (`reply`) or on the page behind an exhibit's code (`exhibit`). `counter` calls:
    the display's own one, or that of the visitor's facility; rows of earlier releases have none and mean
    the display's.
    """

    id = key()
    exhibition = reference(Exhibition, "exhibition_id")
    reply = reference(VisitReply, "reply_id", null=True, index=False)
    exhibit = reference(Exhibit, "exhibit_id", null=True, index=False)
    counter = reference(Organization, "counter_id", null=True)
    facility = reference(Organization, "facility_id", null=True)
    office_number = text("office_number")
    prefecture = text("prefecture")
    note = text("note")
    wish = text("wish")
    product = reference(Product, "product_id", null=True, index=False)
    name = text("name")
    email = text("email")
    phone = text("phone")
    organization_name = text("organization_name")
    consent_text = text("consent_text")
    consented_at = moment("consented_at")
    handled_at = moment("handled_at", null=True)
    handled_by = reference(Person, "handled_by", null=True, index=False)
    handled_note = text("handled_note")

    visit_lead_once = Unique(["reply_id"])
    visit_lead_wish_known = one_of("wish", Wish)
    visit_lead_reachable = Check("email <> '' OR phone <> ''")
