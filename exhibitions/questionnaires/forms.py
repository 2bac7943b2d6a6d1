"""Forms of questionnaires: the visitor's is made of the counter's questions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import wtforms

from core.calendar import ONE_DAY, fiscal_year
from core.clock import today
from core.i18n import Text, current_locale, lazy
from core.web.fields import (
    ChoiceField,
    DayField,
    EmailField,
    Entry,
    HiddenField,
    LongTextField,
    ManyField,
    TelephoneField,
    TextField,
    TickField,
)
from core.web.forms import Form
from exhibitions.queries import ExhibitView
from exhibitions.questionnaires.asking import AskQuestion
from exhibitions.questionnaires.domain import (
    LONGEST_CHOICE,
    LONGEST_LABEL,
    LONGEST_WORDS,
    MOST_CHOICES,
    SCALE,
    Question,
    QuestionKind,
    Wish,
)
from exhibitions.questionnaires.looks import APART, KINDS, WISHES, YES_NO
from exhibitions.questionnaires.replying import Contact, Reply
from exhibitions.questionnaires.results import ToldApart
from exhibitions.visits.domain import LONGEST_NAME

_NOTHING = ""


class ReplyForm(Form):
    """What every questionnaire asks besides the counter's questions."""

    key = HiddenField(limit=100)
    product_ids = ManyField(lazy("気になった機種"), hint=lazy("いくつでも選べます。"))
    wish = ChoiceField(
        lazy("このあと、連絡を望みますか"),
        choices=[(_NOTHING, lazy("望まない")), *((one.value, words) for one, words in WISHES.items())],
        default=_NOTHING,
    )
    product_id = ChoiceField(lazy("借りたい機種"), look="select")
    name = TextField(lazy("お名前"), limit=LONGEST_NAME)
    email = EmailField(lazy("メールアドレス"), limit=254)
    phone = TelephoneField(lazy("電話番号"), limit=40)
    organization_name = TextField(lazy("団体・施設の名前"), limit=LONGEST_NAME)
    consents = TickField(lazy("上の内容に同意します"))

    @classmethod
    def asking(cls, questions: Sequence[Question]) -> type["ReplyForm"]:
        """The form with a field for each question, named `q-<id>`."""
        return type("AskedForm", (cls,), {f"q-{one.id}": field_for(one) for one in questions})

    def fit(self, exhibits: Sequence[ExhibitView]) -> None:
        """Offer the products that are shown."""
        shown = [(str(one.product_id), one.name) for one in exhibits]
        self.product_ids.offer(shown)
        self.product_id.offer([(_NOTHING, lazy("決めていない")), *shown])

    @property
    def asked(self) -> list[wtforms.Field]:
        """The counter's questions, in its order."""
        return [field for field in self if field.name.startswith("q-")]

    def reply(self, questions: Sequence[Question]) -> Reply:
        """What was answered; fields left empty are left out."""
        answers: dict[UUID, int | str] = {}
        for question in questions:
            given = self[f"q-{question.id}"].data
            if given not in (None, ""):
                answers[question.id] = given if question.kind is QuestionKind.WORDS else int(given)
        return Reply(
            key=self.key.data or "",
            answers=answers,
            product_ids=[UUID(one) for one in self.product_ids.data or ()],
            contact=self._contact(),
        )

    def _contact(self) -> Contact | None:
        if not self.wish.data:
            return None
        return Contact(
            wish=Wish(self.wish.data),
            product_id=UUID(self.product_id.data) if self.product_id.data else None,
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            organization_name=self.organization_name.data or "",
            consents=bool(self.consents.data),
        )


def field_for(question: Question) -> Entry:
    """The field by which a question is answered, in the reader's language."""
    label = question.called(current_locale.get())
    if question.kind is QuestionKind.WORDS:
        return LongTextField(label, limit=LONGEST_WORDS, rows=2)
    if question.kind is QuestionKind.SCALE:
        return ChoiceField(label, choices=_steps(), look="scale")
    named: Sequence[Text] = YES_NO
    if question.kind is QuestionKind.CHOICE:
        named = question.choices_in(current_locale.get())
    choices = [(str(number), words) for number, words in enumerate(named)]
    return ChoiceField(label, choices=choices[::-1] if question.kind is QuestionKind.YES_NO else choices)


def _steps() -> list[tuple[str, Text]]:
    """The figures; those at the ends say which way they go."""
    ends = {SCALE[0]: lazy("1 まったく"), SCALE[-1]: lazy("5 とても")}
    return [(str(step), ends.get(step, str(step))) for step in SCALE]


class QuestionForm(Form):
    """A new question."""

    kind = ChoiceField(
        lazy("答え方"),
        required=True,
        choices=list(KINDS.items()),
        coerce=QuestionKind,
        default=QuestionKind.SCALE,
    )
    label = TextField(lazy("質問"), required=True, limit=LONGEST_LABEL)
    label_en = TextField(lazy("質問（英語）"), limit=LONGEST_LABEL)
    choices = LongTextField(
        lazy("選ぶもの"),
        limit=MOST_CHOICES * (LONGEST_CHOICE + 2),
        rows=4,
        warns=False,
        hint=lazy("「選ぶ」のときだけ。1行に1つ、2つから8つまで。"),
    )
    choices_en = LongTextField(
        lazy("選ぶもの（英語）"),
        limit=MOST_CHOICES * (LONGEST_CHOICE + 2),
        rows=4,
        warns=False,
        hint=lazy("入れるときは、同じ順に同じ数だけ。"),
    )

    def command(self) -> AskQuestion:
        """What was said."""
        return AskQuestion(
            kind=self.kind.data or QuestionKind.SCALE,
            label=self.label.data or "",
            label_en=self.label_en.data or "",
            choices=(self.choices.data or "").splitlines(),
            choices_en=(self.choices_en.data or "").splitlines(),
        )


class ResultsForm(Form):
    """Which days, which display, told apart by what."""

    first = DayField(lazy("始まりの日"))
    last = DayField(lazy("終わりの日（この日を含む）"))
    exhibition = ChoiceField(lazy("展示"), look="select")
    apart = ChoiceField(lazy("分け方"), choices=list(APART.items()), coerce=ToldApart, look="select")

    def days(self) -> tuple[date, date]:
        """From which day to before which; without any, the fiscal year so far."""
        first = self.first.data or date(fiscal_year(today()), 4, 1)
        return first, (self.last.data or max(today(), first)) + ONE_DAY


class HandledForm(Form):
    """What came of a lead."""

    note = TextField(lazy("どうしたか"), limit=200, hint=lazy("例：電話で相談。貸出の申込を登録した。"))
