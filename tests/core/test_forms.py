"""Page forms: values, or every mistake at once with what was typed kept."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from litestar.datastructures import UploadFile
from wtforms.validators import Length

from core import i18n
from core.clock import frozen
from core.errors import Invalid
from core.web import fields
from core.web.forms import Form, Mistake, Submitted


class Way(StrEnum):
    """How a thing travels."""

    PARCEL = "parcel"
    BROUGHT = "brought"


class Visit(Form):
    """A form with a field of each kind."""

    name = fields.TextField(i18n.lazy("お名前"), required=True, limit=5)
    story = fields.LongTextField(i18n.lazy("困りごと"))
    email = fields.EmailField(i18n.lazy("メール"))
    people = fields.NumberField(i18n.lazy("人数"), least=1, most=30)
    day = fields.DayField(i18n.lazy("来場日"), required=True, from_today=True)
    way = fields.ChoiceField(
        i18n.lazy("届け方"), choices=[(way, way.name) for way in Way], coerce=Way, required=True
    )
    ways = fields.ManyField(i18n.lazy("できる届け方"), choices=[(way, way.name) for way in Way], coerce=Way)
    consent = fields.TickField(i18n.lazy("同意"), required=True)
    photo = fields.FileField(i18n.lazy("写真"))


GOOD = {"name": "佐藤", "day": "2026-10-01", "way": "parcel", "consent": "on"}
NOW = datetime(2026, 9, 30, 16, tzinfo=UTC)  # already 1 October in Tokyo


def sent(**entries: object) -> Visit:
    """The form as a browser posts it."""
    with frozen(NOW):
        form = Visit(Submitted({**GOOD, **entries}.items()))
        form.validate()
    return form


def messages(form: Visit, field: str) -> list[str]:
    return [str(message) for message in form[field].errors]


def test_good_entries_become_values() -> None:
    form = sent(people="1,2", email=" sato@demo.example ", story="一行目\r\n二行目\x00")
    assert form.mistakes == []
    assert (form.name.data, form.day.data, form.way.data) == ("佐藤", date(2026, 10, 1), Way.PARCEL)
    assert (form.people.data, form.email.data, form.story.data) == (12, "sato@demo.example", "一行目\n二行目")
    assert (form.consent.data, form.ways.data, form.photo.data) == (True, [], None)


def test_every_mistake_is_told_at_once_in_the_order_of_the_fields() -> None:
    form = Visit(Submitted([]))
    assert not form.validate()
    assert form.mistakes == [
        Mistake("name", "「お名前」を入力してください。"),
        Mistake("day", "「来場日」を選んでください。"),
        Mistake("way", "「届け方」を選んでください。"),
        Mistake("consent", "「同意」を確かめて、チェックを付けてください。"),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "とても長い名前", "「お名前」は5文字までです(いま7文字)。"),
        ("name", "   ", "「お名前」を入力してください。"),
        ("email", "sato@", "「メール」は name@example.jp の形で入力してください。"),
        ("people", "たくさん", "「人数」は数字で入力してください。"),
        ("people", "1.5", "「人数」は、小数点のない数で入力してください。"),
        ("people", "99999999999999", "「人数」は30以下にしてください。"),
        ("people", "-99999999999999", "「人数」は1以上にしてください。"),
        ("people", "0", "「人数」は1以上にしてください。"),
        ("people", "９９", "「人数」は30以下にしてください。"),
        ("day", "2026-02-30", "「来場日」は、2026-10-01のように年月日で入力してください。"),
        ("day", "2026-09-30", "「来場日」は2026年10月1日(木)以降の日にしてください。"),
        ("day", "9999-12-31", "「来場日」は2199年12月31日(火)までの日にしてください。"),
        ("way", "drone", "「届け方」は、表示されたものの中から選んでください。"),
        ("ways", "drone", "「できる届け方」は、表示されたものの中から選んでください。"),
        ("consent", "false", "「同意」を確かめて、チェックを付けてください。"),
    ],
)
def test_a_wrong_entry_is_told_once_and_kept(field: str, typed: str, message: str) -> None:
    form = sent(**{field: typed})
    assert messages(form, field) == [message]
    assert form[field].raw_data == [typed]


def test_what_was_typed_is_shown_again_but_never_a_secret() -> None:
    class SignIn(Form):
        password = fields.PasswordField("パスワード", required=True)

    assert sent(day="あした").day.shown == "あした"
    form = SignIn(Submitted([("password", " secret ")]))
    assert form.validate()
    assert (form.password.data, form.password.shown) == (" secret ", "")


@pytest.mark.parametrize("typed", ["2026-10-05", "2026/10/5", "2026年10月5日", "２０２６－１０－０５"])
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert sent(day=typed).day.data == date(2026, 10, 5)


def test_a_file_where_text_belongs_counts_as_nothing() -> None:
    file = UploadFile(content_type="text/plain", filename="name.txt", file_data=b"x")
    form = sent(name=file, photo=file)
    file.file.close()
    assert messages(form, "name") == ["「お名前」を入力してください。"]
    assert form.photo.data is file


def test_a_form_that_comes_back_asks_for_its_file_again() -> None:
    file = UploadFile(content_type="image/png", filename="a.png", file_data=b"x")
    wrong = sent(name="", photo=file)
    refused = sent(name="佐藤", photo=file)
    refused.refuse(Invalid({"day": "closed-day"}))
    file.file.close()
    for form in (wrong, refused):
        assert messages(form, "photo") == ["「写真」をもう一度選んでください。"]
    assert messages(sent(name=""), "photo") == []


def test_a_refusal_of_the_domain_stands_beside_its_field() -> None:
    form = sent()
    form.refuse(Invalid({"day": "closed-day", "elsewhere": "odd"}))
    assert [mistake.field_id for mistake in form.mistakes] == [None, "day"]


def test_what_the_domain_misses_is_named_like_what_the_form_misses() -> None:
    form = sent(name="佐藤")
    form.refuse(Invalid({"day": "required"}))
    assert "「来場日」を選んでください。" in [mistake.message for mistake in form.mistakes]


def test_labels_and_messages_follow_the_reader() -> None:
    with i18n.use_locale("en"):
        form = Visit(Submitted([]))
        form.validate()
        assert str(form.mistakes[0].message) == "Enter “Your name”."


def test_sentences_of_the_library_are_translated() -> None:
    class Code(Form):
        code = fields.TextField("記号", checks=[Length(min=3)])

    form = Code(Submitted([("code", "ab")]))
    form.validate()
    assert form.mistakes == [Mistake("code", "3文字以上にしてください。")]
