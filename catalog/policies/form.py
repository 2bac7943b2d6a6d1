"""The form for a counter's rules."""

import re
import unicodedata
from typing import Any

import msgspec

from catalog.domain import WaitlistOrder
from catalog.policies.changing import BOUNDS, Rules
from catalog.policies.words import ORDER
from core.i18n import Text, format_count, gettext, lazy
from core.web.fields import ChoiceField, Entry, HiddenField, NumberField, TickField
from core.web.forms import Form

_READ = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")


class MonthDayField(Entry):
    """A day of every year: 9月1日, 9/1 or 09-01; kept as 09-01."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read month and day; whether there is such a day is judged with the other rules."""
        text = unicodedata.normalize("NFKC", self.first_text(valuelist))
        found = _READ.fullmatch(text)
        self.data = f"{int(found[1]):02}-{int(found[2]):02}" if found else text


class PolicyForm(Form):
    """運用ルール, in the order in which a request meets them."""

    min_days = NumberField(lazy("いちばん短い試用"), required=True, least=1, unit=lazy("日"))
    default_days = NumberField(
        lazy("ふつうの試用"),
        required=True,
        least=1,
        unit=lazy("日"),
        hint=lazy("申込書に初めから入る日数です。"),
    )
    max_days = NumberField(
        lazy("いちばん長い試用"),
        required=True,
        least=1,
        unit=lazy("日"),
        hint=lazy("延長した日も数えます。"),
    )
    notice_days = NumberField(
        lazy("申込の締切"),
        required=True,
        unit=lazy("日前"),
        hint=lazy("試用を始める日の何日前までに申し込むか。0なら決まりなし。"),
    )
    horizon_days = NumberField(lazy("何日先まで申し込めるか"), required=True, least=1, unit=lazy("日先"))
    intake_from = MonthDayField(
        lazy("受付の始まり"),
        hint=lazy("例：9月1日。一年中受け付けるなら、両方とも空に。"),
    )
    intake_until = MonthDayField(lazy("受付の終わり"), hint=lazy("例：1月20日。年をまたいでもかまいません。"))
    max_units = NumberField(lazy("同時に借りられる台数"), required=True, least=1, unit=lazy("台"))
    max_loans_per_year = NumberField(
        lazy("一つの年度に借りられる回数"),
        least=1,
        unit=lazy("回"),
        hint=lazy("4月から3月まで。空なら決まりなし。"),
    )
    working_days_only = TickField(
        lazy("試用の始まりと終わりを、窓口が開いている日に限る"),
        hint=lazy("届くときや返すときに、窓口の人が立ち会う場合など。"),
    )
    transit_working_days = NumberField(
        lazy("配送にかかる日数(片道)"),
        required=True,
        unit=lazy("営業日"),
        hint=lazy("貸主の営業日で数えます。機種ごとの決まりがあれば、そちらを使います。"),
    )
    inspection_working_days = NumberField(lazy("返却後の点検の日数"), required=True, unit=lazy("営業日"))
    same_day_turnaround = TickField(
        lazy("点検の最後の日に、次の事業所へ送り出してよい"),
        hint=lazy("付けると、続けて貸すときに1営業日早くなります。"),
    )
    hold_hours = NumberField(
        lazy("仮押さえの時間"),
        required=True,
        least=1,
        unit=lazy("時間"),
        hint=lazy("申込を受けてから、打診しないままこの時間が過ぎると、押さえた日が空きます。"),
    )
    hold_reminder_hours = NumberField(
        lazy("仮押さえが切れる前のお知らせ"),
        required=True,
        least=1,
        unit=lazy("時間前"),
    )
    answer_working_days = NumberField(
        lazy("貸主の返事の期限"),
        required=True,
        least=1,
        unit=lazy("営業日"),
        hint=lazy("打診した日から数えます。"),
    )
    waitlist_order = ChoiceField(
        lazy("キャンセル待ちで、先に知らせる人"),
        required=True,
        coerce=WaitlistOrder,
        choices=[(order.value, label) for order, label in ORDER.items()],
    )
    offer_hours = NumberField(
        lazy("空きを知らせてから返事を待つ時間"),
        required=True,
        least=1,
        unit=lazy("時間"),
    )
    waitlist_wishes = NumberField(
        lazy("一つの事業所が同時に待てる件数"), required=True, least=1, unit=lazy("件")
    )
    waitlist_lapses = NumberField(
        lazy("返事がないまま過ぎたら順番から外すまでの回数"),
        required=True,
        least=1,
        unit=lazy("回"),
        hint=lazy("続けて数えます。外れた事業所は、もとの順番に戻せます。"),
    )
    version = HiddenField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, (_least, most) in BOUNDS.items():
            field: Any = self[name]
            field.most = most

    @classmethod
    def showing(cls, rules: Rules, version: str) -> "PolicyForm":
        """The form with the rules as they are."""
        return cls(data={**msgspec.to_builtins(rules), "version": version})

    def rules(self) -> Rules:
        """What was typed; the form has been validated."""
        given = {field.name: field.data for field in self if field.name != "version"}
        for name in ("intake_from", "intake_until"):
            given[name] = given[name] or ""
        return Rules(**given)

    def told(self, name: str, value: object) -> Text:
        """A rule's value in words, for the history and for those who may only read."""
        if isinstance(value, bool):
            return gettext("はい") if value else gettext("いいえ")
        if value is None or value == "":
            return gettext("決まりなし")
        if name == "waitlist_order":
            return ORDER[WaitlistOrder(str(value))]
        if name in ("intake_from", "intake_until"):
            month, day = str(value).split("-")
            return gettext("%(month)s月%(day)s日", month=int(month), day=int(day))
        field: Any = self[name]
        return f"{format_count(int(str(value)))}{field.unit}"
