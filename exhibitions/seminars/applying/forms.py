"""The page forms of applications."""

from wtforms.validators import Optional

from core.i18n import lazy
from core.web.fields import ChoiceField, EmailField, LongTextField, TelephoneField, TextField, TickField
from core.web.forms import Form
from exhibitions.seminars.applying.commands import ApplyForSeminar
from exhibitions.seminars.applying.domain import LONGEST_NAME
from exhibitions.seminars.domain import LARGEST_PARTY, LONGEST_REASON, Audience
from exhibitions.seminars.looks import AUDIENCES
from exhibitions.seminars.queries import SeminarView

_LINES = ("name", "email", "phone", "organization_name")


class ApplyForm(Form):
    """Who wants to take part."""

    name = TextField(lazy("お名前"), required=True, limit=LONGEST_NAME)
    email = EmailField(
        lazy("メールアドレス"), required=True, limit=254, hint=lazy("申込を確かめるメールを送ります。")
    )
    phone = TelephoneField(lazy("電話番号"), limit=40, hint=lazy("急な変更の連絡にだけ使います。"))
    organization_name = TextField(lazy("勤め先・団体の名前"), limit=LONGEST_NAME)
    # Chosen by everybody: what stands there already would be counted unread.
    audience = ChoiceField(
        lazy("あなたの立場"),
        look="select",
        required=True,
        coerce=Audience,
        choices=list(AUDIENCES.items()),
    )
    participants = LongTextField(
        lazy("受講する人の名前"),
        rows=5,
        warns=False,
        limit=LARGEST_PARTY * (LONGEST_NAME + 1),
        hint=lazy("1行に1人ずつ入れてください。修了証の名前になります。"),
    )
    may_wait = TickField(
        lazy("満員のときは、キャンセル待ちに入る"),
        hint=lazy("空きが出たら、順番にメールで案内します。期限までに返事をしてください。"),
    )
    is_another = TickField(
        lazy("もう申し込んでいる人ではない"),
        hint=lazy("メールアドレス、または名前と勤め先が同じ申込があるときに、別の人だと確かめたら付けます。"),
    )

    def fit(self, seminar: SeminarView, *, is_known: bool, is_running: bool) -> None:
        """Ask only what is not known."""
        if is_known and not is_running:
            del self.email, self.organization_name, self.audience, self.name
        if not is_known:
            del self.participants
        if is_running:
            self.email.is_required = False
            self.email.validators = [Optional()]
        else:
            del self.is_another
        if seminar.admission != "first_come":
            del self.may_wait

    def command(self) -> ApplyForSeminar:
        """What was asked for."""
        said = {name: getattr(self, name).data or "" for name in _LINES if name in self}
        names = (self.participants.data or "").splitlines() if "participants" in self else []
        return ApplyForSeminar(
            **said,
            audience=self.audience.data if "audience" in self else Audience.OTHER,
            participants=[name for name in names if name.strip()],
            may_wait=bool(self.may_wait.data) if "may_wait" in self else False,
            is_another=bool(self.is_another.data) if "is_another" in self else False,
        )


class ReasonForm(Form):
    """Why an application is refused or taken back."""

    reason = LongTextField(lazy("理由"), required=True, limit=LONGEST_REASON, rows=4, warns=False)
