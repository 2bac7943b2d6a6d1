"""Courses, their sessions, and who takes part. What names a person stands in a table of its own."""

from piccolo.columns import Boolean, Bytea, ForeignKey, Integer, OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.domain import Via
from accounts.tables import Person
from catalog.domain import ScanOutcome
from core.columns import TextArray, day, document, key, moment, one_of, reference, text
from directory.tables import Organization
from exhibitions.questionnaires.domain import QuestionKind
from exhibitions.seminars.applying.domain import ApplicationState, Likeness
from exhibitions.seminars.domain import (
    Admission,
    AttendanceRule,
    Audience,
    MaterialStage,
    SeminarStatus,
    SessionForm,
)
from exhibitions.visits.domain import VisitChannel


class Seminar(Table, tablename="seminar"):
    """研修会: a course of a counter; `taken` counts promised places and is written by one guarded UPDATE."""

    id = key()
    counter = reference(Organization, "counter_id")
    title = text("title")
    title_en = text("title_en")
    description = text("description")
    description_en = text("description_en")
    lecturer = text("lecturer")
    audiences = TextArray(null=False)
    # The items of the taxonomy that it is about, of any edition.
    item_codes = TextArray(null=True)
    prefecture = text("prefecture")
    area = text("area")
    price = text("price")
    admission = text("admission", default=Admission.FIRST_COME.value)
    status = text("status", default=SeminarStatus.DRAFT.value)
    capacity = Integer(null=False, default=1)
    taken = Integer(null=False, default=0)
    largest_party = Integer(null=False, default=5)
    apply_from = day("apply_from")
    apply_until = day("apply_until")
    rule = text("rule", default=AttendanceRule.ALL.value)
    rule_value = Integer(null=False, default=0)
    offer_hours = Integer(null=False, default=48)
    reminder_hours = Integer(null=False, default=24)
    keep_days = Integer(null=False, default=365)
    created_at = moment("created_at")
    updated_at = moment("updated_at", null=True)
    # From then on everybody may know of it, whatever becomes of it.
    opened_at = moment("opened_at", null=True)

    seminar_status_known = one_of("status", SeminarStatus)
    seminar_admission_known = one_of("admission", Admission)
    seminar_rule_known = one_of("rule", AttendanceRule)
    seminar_never_over = Check("taken BETWEEN 0 AND capacity")
    seminar_sensible = Check(
        "largest_party > 0 AND offer_hours > 0 AND reminder_hours >= 0 AND keep_days > 0 AND rule_value >= 0"
    )


class SeminarSession(Table, tablename="seminar_session"):
    """研修会の回: one meeting; its place and link are for those who have a place."""

    id = key()
    seminar = reference(Seminar, "seminar_id")
    starts_at = moment("starts_at")
    ends_at = moment("ends_at")
    form = text("form", default=SessionForm.ON_SITE.value)
    theme = text("theme")
    place = text("place")
    meeting_link = text("meeting_link")
    # Shown in the room: whoever reads it can say with their own number that they are there.
    room_code = text("room_code")
    changes = Integer(null=False, default=0)
    reminded_at = moment("reminded_at", null=True)
    created_at = moment("created_at")

    seminar_session_form_known = one_of("form", SessionForm)
    seminar_session_in_order = Check("starts_at < ends_at")
    seminar_session_room_once = Unique(["room_code"])


class SeminarApplication(Table, tablename="seminar_application"):
    """受講の申込: so many people; `held` places are promised to it. It names nobody: figures stay."""

    id = key()
    number = text("number")
    seminar = reference(Seminar, "seminar_id")
    facility = reference(Organization, "facility_id", null=True)
    state = text("state", default=ApplicationState.ASKED.value)
    channel = text("channel", default=VisitChannel.PAGE.value)
    audience = text("audience", default=Audience.PUBLIC.value)
    people = Integer(null=False, default=1)
    held = Integer(null=False, default=0)
    may_wait = Boolean(null=False, default=False)
    changes = Integer(null=False, default=0)
    created_at = moment("created_at")
    confirm_by = moment("confirm_by", null=True)
    offered_until = moment("offered_until", null=True)
    questions_sent_at = moment("questions_sent_at", null=True)
    ended_at = moment("ended_at", null=True)
    ended_reason = text("ended_reason")

    seminar_application_number_once = Unique(["number"])
    seminar_application_state_known = one_of("state", ApplicationState)
    seminar_application_audience_known = one_of("audience", Audience)
    seminar_application_channel_known = one_of("channel", VisitChannel)
    seminar_application_held = Check("people > 0 AND held IN (0, people)")


class SeminarParticipant(Table, tablename="seminar_participant"):
    """受講者: one of the people of an application, by a number of their own."""

    id = key()
    application = reference(SeminarApplication, "application_id")
    seminar = reference(Seminar, "seminar_id")
    number = text("number")
    position = Integer(null=False, default=1)

    seminar_participant_number_once = Unique(["number"])
    seminar_participant_once = Unique(["application_id", "position"])


class SeminarContact(Table, tablename="seminar_contact"):
    """申込者の連絡先: all that names somebody, erased when the counter's period is over."""

    id = key()
    application = reference(SeminarApplication, "application_id", index=False)
    person = reference(Person, "person_id", null=True, index=False)
    name = text("name")
    email = text("email")
    phone = text("phone")
    organization_name = text("organization_name")
    # The names of the participants in their order.
    participants = TextArray(null=False)
    locale = text("locale", default="ja")

    seminar_contact_once = Unique(["application_id"])


class SeminarLikeness(Table, tablename="seminar_likeness"):
    """By what an applicant is known again; the database makes and erases it with the contact."""

    id = key()
    contact = ForeignKey(
        references=SeminarContact,
        db_column_name="contact_id",
        null=False,
        default=None,
        index=False,
        on_delete=OnDelete.cascade,
    )
    seminar = reference(Seminar, "seminar_id", index=False)
    kind = text("kind")
    # Which of the participants; 0 for the application itself.
    position = Integer(null=False, default=0)
    digest = Bytea(null=False, default=b"")

    seminar_likeness_kind_known = one_of("kind", Likeness)
    seminar_likeness_once = Unique(["contact_id", "kind", "position"])


class SeminarKey(Table, tablename="seminar_key"):
    """The digest of a link that was mailed: each opens the same application."""

    id = key()
    application = reference(SeminarApplication, "application_id")
    token_digest = Bytea(null=False, default=b"")
    created_at = moment("created_at")

    seminar_key_once = Unique(["token_digest"])


class SeminarAttendance(Table, tablename="seminar_attendance"):
    """出席: somebody was there at one session."""

    id = key()
    session = reference(SeminarSession, "session_id", index=False)
    participant = reference(SeminarParticipant, "participant_id")
    way = text("way")
    person = reference(Person, "person_id", null=True, index=False)
    at = moment("at")

    seminar_attendance_once = Unique(["session_id", "participant_id"])


class SeminarScan(Table, tablename="seminar_scan"):
    """A scan of a ticket, once for each key; a refused one waits until somebody has settled it."""

    id = key()
    scan_key = text("scan_key")
    organization = reference(Organization, "organization_id", index=False)
    participant = reference(SeminarParticipant, "participant_id", null=True)
    session = reference(SeminarSession, "session_id", null=True)
    outcome = text("outcome")
    reason = text("reason")
    person = reference(Person, "person_id", null=True, index=False)
    scanned_at = moment("scanned_at")
    received_at = moment("received_at")
    code_read = text("code_read")
    settled_at = moment("settled_at", null=True)
    settled_by = reference(Person, "settled_by", null=True, index=False)
    settled_note = text("settled_note")

    seminar_scan_once = Unique(["organization_id", "scan_key"])
    seminar_scan_outcome_known = one_of("outcome", ScanOutcome)


class SeminarEvent(Table, tablename="seminar_event"):
    """What happened to a course or an application for it, without names. Never altered."""

    id = key()
    seminar = reference(Seminar, "seminar_id", index=False)
    application = reference(SeminarApplication, "application_id", null=True)
    step = text("step")
    before = text("before")
    after = text("after")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")

    seminar_event_via_known = one_of("via", Via)


class SeminarCertificate(Table, tablename="seminar_certificate"):
    """修了証: one for a participant, by a number that anybody can look up. It names nobody."""

    id = key()
    seminar = reference(Seminar, "seminar_id")
    participant = reference(SeminarParticipant, "participant_id", index=False)
    number = text("number")
    attended = Integer(null=False, default=0)
    issued_at = moment("issued_at")

    seminar_certificate_number_once = Unique(["number"])
    seminar_certificate_once = Unique(["participant_id"])


class SeminarMaterial(Table, tablename="seminar_material"):
    """資料: a file or a link, for those who have a place."""

    id = key()
    seminar = reference(Seminar, "seminar_id")
    stage = text("stage", default=MaterialStage.BEFORE.value)
    title = text("title")
    link = text("link")
    # The name under which the file is kept, and its size in bytes.
    file_name = text("file_name")
    size = Integer(null=False, default=0)
    created_at = moment("created_at")

    seminar_material_stage_known = one_of("stage", MaterialStage)
    seminar_material_one_kind = Check("(link <> '') <> (file_name <> '')")


class SeminarQuestion(Table, tablename="seminar_question"):
    """A question asked after a course; retired rather than changed."""

    id = key()
    seminar = reference(Seminar, "seminar_id")
    position = Integer(null=False, default=1)
    kind = text("kind")
    label = text("label")
    label_en = text("label_en")
    choices = TextArray(null=False)
    choices_en = TextArray(null=False)
    created_at = moment("created_at")
    retired_at = moment("retired_at", null=True)

    seminar_question_kind_known = one_of("kind", QuestionKind)


class SeminarReply(Table, tablename="seminar_reply"):
    """A questionnaire handed in, once by each participant."""

    id = key()
    seminar = reference(Seminar, "seminar_id")
    participant = reference(SeminarParticipant, "participant_id", index=False)
    replied_at = moment("replied_at")

    seminar_reply_once = Unique(["participant_id"])


class SeminarAnswer(Table, tablename="seminar_answer"):
    """One answer: a number, or words until they are erased."""

    id = key()
    reply = reference(SeminarReply, "reply_id", index=False)
    question = reference(SeminarQuestion, "question_id")
    number = Integer(null=True, default=None)
    words = text("words")

    seminar_answer_once = Unique(["reply_id", "question_id"])
