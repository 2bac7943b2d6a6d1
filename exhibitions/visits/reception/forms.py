"""Forms of the entrance."""

from collections.abc import Sequence
from uuid import UUID

from catalog.queries.taxonomy import Item
from core.i18n import format_time, lazy
from core.web.fields import (
    ChoiceField,
    EmailField,
    HiddenField,
    ManyField,
    NumberField,
    SearchField,
    TelephoneField,
    TextField,
    TickField,
)
from core.web.forms import Form
from exhibitions.visits.domain import LARGEST_CAPACITY, LONGEST_NAME, Language
from exhibitions.visits.looks import LANGUAGES
from exhibitions.visits.queries import SlotView
from exhibitions.visits.reception.domain import ReceptionAction
from exhibitions.visits.reception.told import ACTIONS
from exhibitions.visits.reception.walking_in import ReceiveWalkIn


class VisitScanForm(Form):
    """One code read or typed; without JavaScript, one at a time."""

    action = ChoiceField(
        lazy("何をしていますか"),
        required=True,
        choices=list(ACTIONS.items()),
        coerce=ReceptionAction,
        default=ReceptionAction.ARRIVE,
    )
    code = TextField(
        lazy("予約のコード"),
        required=True,
        limit=500,
        hint=lazy("8文字の予約番号です。読み取り機は、この欄を選ばなくても使えます。"),
    )
    key = HiddenField(limit=200)


class FindForm(Form):
    """Who among those of one day."""

    q = SearchField(lazy("お名前、団体、予約番号で探す"), limit=LONGEST_NAME)


class WalkInForm(Form):
    """A party without a booking."""

    slot_id = ChoiceField(lazy("時間"), look="select", required=True)
    party_size = NumberField(
        lazy("人数"), required=True, least=1, most=LARGEST_CAPACITY, unit=lazy("人"), default=1
    )
    interests = ManyField(
        lazy("見たい、試したい分野"), hint=lazy("いくつでも選べます。聞かなくても受け付けられます。")
    )
    language = ChoiceField(
        lazy("案内の言語"),
        choices=[(one.value, label) for one, label in LANGUAGES.items()],
        look="select",
        default=Language.JAPANESE.value,
    )
    name = TextField(
        lazy("お名前"),
        limit=LONGEST_NAME,
        hint=lazy("あとで連絡やアンケートを望まれるときだけ聞いてください。"),
    )
    email = EmailField(lazy("メールアドレス"), limit=254)
    phone = TelephoneField(lazy("電話番号"), limit=40)
    organization_name = TextField(lazy("団体・施設の名前"), limit=LONGEST_NAME)
    consents = TickField(lazy("お名前と連絡先を預かることに、ご本人が同意しました"))

    def fit(self, items: Sequence[Item], slots: Sequence[SlotView]) -> None:
        """Offer the items, and the times that are not over."""
        self.interests.offer([(item.code, item.full_name) for item in items])
        self.slot_id.offer([(str(one.id), _slot_label(one)) for one in slots])

    def command(self) -> ReceiveWalkIn:
        """What was said."""
        return ReceiveWalkIn(
            slot_id=UUID(str(self.slot_id.data)),
            party_size=self.party_size.data or 0,
            interests=list(self.interests.data or ()),
            language=Language(self.language.data or Language.JAPANESE.value),
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            organization_name=self.organization_name.data or "",
            consents=bool(self.consents.data),
        )


def _slot_label(slot: SlotView) -> str:
    free = lazy("空き%(free)s人") % {"free": slot.free_people if slot.free_groups else 0}
    return f"{format_time(slot.start)}–{format_time(slot.end)} ({free})"
