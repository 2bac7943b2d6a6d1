"""What the mails of the waitlist say: what happened, and what the reader should do next.

`%(name)s` are filled from `loans.waiting.notices`. The texts for a counter are for facilities whose people
read no mail here: it tells them by telephone.
"""

from enum import StrEnum

from core.i18n import lazy
from loans.domain import Party
from loans.notice_texts import NoticeText

F, C = Party.FACILITY, Party.COUNTER


class WaitingNotice(StrEnum):
    """Something about a wish that somebody must hear of."""

    JOINED = "joined"
    OFFERED = "offered"
    LAPSED = "lapsed"
    STILL_WAITING = "still_waiting"
    SKIPPED = "skipped"
    PUT_BACK = "put_back"
    LEFT = "left"
    RAN_OUT = "ran_out"
    WITHDRAWN = "withdrawn"
    ASKED = "asked"
    ENDING = "ending"


_WAIT = lazy("空きが出て順番が来ると、メールでお知らせします。それまで、していただくことはありません。")
_ASK_ANEW = lazy("ほかの期間や機種で、あらためて申し込むか、キャンセル待ちに入れます。")

TEXTS: dict[WaitingNotice, dict[Party, NoticeText]] = {
    WaitingNotice.JOINED: {
        F: NoticeText(
            lazy("キャンセル待ちに入りました: %(wanted)s"),
            lazy("%(wanted)sのキャンセル待ちを受け付けました。"),
            _WAIT,
        ),
    },
    WaitingNotice.OFFERED: {
        F: NoticeText(
            lazy("順番が来ました。%(expires)sまでに返事をください: %(wanted)s"),
            lazy("お待ちの%(wanted)sに空きが出ました。下の期間で、%(expires)sまで仮に押さえてあります。"),
            lazy(
                "%(expires)sまでに、下のページで申し込むか、見送るかを選んでください。"
                "過ぎると、次にお待ちの事業所に回ります。"
            ),
        ),
        C: NoticeText(
            lazy("キャンセル待ちの順番が来ました。%(facility)sに伝えてください: %(wanted)s"),
            lazy(
                "%(facility)sがお待ちの%(wanted)sに空きが出ました。下の期間で、%(expires)sまで仮に押さえてあります。"
                "この事業所には、メールを読む人が登録されていません。"
            ),
            lazy("電話などで伝え、%(expires)sまでに、下のページで代わりに返事を記録してください。"),
        ),
    },
    WaitingNotice.LAPSED: {
        F: NoticeText(
            lazy("返事の期限が過ぎました: %(wanted)s"),
            lazy("%(wanted)sの空きは、期限までに返事がなかったため、次にお待ちの事業所に回しました。"),
            lazy("引き続きお待ちいただいています。待つのをやめるときは、下のページから取り消してください。"),
        ),
    },
    WaitingNotice.STILL_WAITING: {
        F: NoticeText(
            lazy("まだお待ちですか: %(wanted)s"),
            lazy(
                "%(wanted)sの空きを続けてお知らせしましたが、返事がなかったため、いまは順番から外しています。"
            ),
            lazy("まだ待つときは、下のページで「まだ待っています」を押してください。もとの順番に戻ります。"),
        ),
        C: NoticeText(
            lazy("%(facility)sは、まだ待っていますか: %(wanted)s"),
            lazy(
                "%(facility)sに%(wanted)sの空きが続けて出ましたが、返事がなかったため、順番から外しました。"
            ),
            lazy("電話などで確かめ、まだ待つときは、下のページで順番に戻してください。"),
        ),
    },
    WaitingNotice.SKIPPED: {
        F: NoticeText(
            lazy("キャンセル待ちの順番を飛ばしました: %(wanted)s"),
            lazy("%(counter)sが、%(wanted)sのキャンセル待ちの順番をいったん飛ばしました。"),
            lazy("わけを下で確かめ、ご不明な点は窓口(%(counter)s)にお問い合わせください。"),
        ),
    },
    WaitingNotice.PUT_BACK: {
        F: NoticeText(
            lazy("キャンセル待ちの順番に戻りました: %(wanted)s"),
            lazy("%(counter)sが、%(wanted)sのキャンセル待ちを、もとの順番に戻しました。"),
            _WAIT,
        ),
    },
    WaitingNotice.LEFT: {
        F: NoticeText(
            lazy("キャンセル待ちを取り消しました: %(wanted)s"),
            lazy("%(counter)sが代わりに、%(wanted)sのキャンセル待ちを取り消しました。"),
            _ASK_ANEW,
        ),
    },
    WaitingNotice.RAN_OUT: {
        F: NoticeText(
            lazy("ご希望の期間までに空きませんでした: %(wanted)s"),
            lazy("申し訳ありません。%(wanted)sは、ご希望の期間までに空きが出ませんでした。"),
            _ASK_ANEW,
        ),
    },
    WaitingNotice.WITHDRAWN: {
        F: NoticeText(
            lazy("お待ちの機種の貸出が終わりました: %(wanted)s"),
            lazy("申し訳ありません。%(wanted)sの貸出が終わったため、キャンセル待ちも終わりました。"),
            _ASK_ANEW,
        ),
    },
    WaitingNotice.ASKED: {
        F: NoticeText(
            lazy("申込があったので、キャンセル待ちを終えました: %(wanted)s"),
            lazy("同じ期間の申込を受け付けたため、%(wanted)sのキャンセル待ちを終えました。"),
            lazy("ほかの期間も待つときは、あらためてキャンセル待ちに入れます。"),
        ),
    },
    WaitingNotice.ENDING: {
        F: NoticeText(
            lazy("返事の期限が近づいています。%(expires)sまで: %(wanted)s"),
            lazy("お待ちの%(wanted)sを、%(expires)sまで仮に押さえてあります。まだ返事をいただいていません。"),
            lazy(
                "%(expires)sまでに、下のページで申し込むか、見送るかを選んでください。"
                "過ぎると、次にお待ちの事業所に回ります。"
            ),
        ),
        C: NoticeText(
            lazy("返事の期限が近づいています。%(facility)sに確かめてください: %(wanted)s"),
            lazy(
                "%(facility)sがお待ちの%(wanted)sを、%(expires)sまで仮に押さえてあります。まだ返事がありません。"
            ),
            lazy("電話などで確かめ、%(expires)sまでに、下のページで代わりに返事を記録してください。"),
        ),
    },
}
