"""What the mails about a recall say. Source language Japanese; English stands in `locale/en.po`."""

from core.i18n import lazy
from loans.domain import Party
from loans.notice_kinds import Notice, NoticeText

F, C, L = Party.FACILITY, Party.COUNTER, Party.LENDER

_NOTHING_TO_DO = lazy("していただくことはありません。詳しくは下のページをご覧ください。")
_GOES_BACK = lazy("貸主に、代わりの個体の送り方と、前の個体の返し方を確かめてください。")

RECALL_TEXTS: dict[Notice, dict[Party, NoticeText]] = {
    Notice.RECALLED: {
        F: NoticeText(
            lazy("早めの返却のお願い: %(product)s"),
            lazy(
                "%(lender)sが、%(product)sを%(last_day)sまでに返してほしいと伝えています。理由は下のとおりです。"
            ),
            lazy(
                "%(last_day)sまでに返送してください。続けて試したいときは、窓口(%(counter)s)に相談してください。"
            ),
        ),
        C: NoticeText(
            lazy("貸主が個体を呼び戻しました: %(product)s"),
            lazy("%(lender)sが、%(facility)sに貸している%(product)sを%(last_day)sまでに返すよう求めました。"),
            lazy("代わりの個体はありません。ほかの機種や期間を、施設に案内してください。"),
        ),
    },
    Notice.RECALLED_WITH_REPLACEMENT: {
        F: NoticeText(
            lazy("早めの返却と、代わりの個体のご案内: %(product)s"),
            lazy(
                "%(lender)sが、%(product)sを%(last_day)sまでに返してほしいと伝えています。代わりの個体を%(expires_at)sまで押さえてあります。"
            ),
            lazy(
                "下のページで、代わりの個体を受けるか、断るかを選んでください。返事がないときは、%(last_day)sまでに返送してください。"
            ),
        ),
        C: NoticeText(
            lazy("貸主が個体を呼び戻しました: %(product)s"),
            lazy(
                "%(lender)sが、%(facility)sに貸している%(product)sを%(last_day)sまでに返すよう求めました。代わりの個体を押さえてあります。"
            ),
            lazy("%(expires_at)sまでに施設の返事がないときは、施設に確かめてください。"),
        ),
    },
    Notice.REPLACEMENT_ACCEPTED: {
        L: NoticeText(
            lazy("代わりの個体が受け入れられました: %(product)s"),
            lazy("%(facility)sが、代わりの個体で%(product)sの試用を続けます。"),
            lazy("代わりの個体を送り、前の個体を引き取ってください。"),
        ),
        C: NoticeText(
            lazy("代わりの個体が受け入れられました: %(product)s"),
            lazy("%(facility)sが、代わりの個体で%(product)sの試用を続けます。"),
            _NOTHING_TO_DO,
        ),
        F: NoticeText(
            lazy("代わりの個体で続けます: %(product)s"),
            lazy("代わりの個体で%(product)sの試用を続けることになりました。"),
            _GOES_BACK,
        ),
    },
    Notice.REPLACEMENT_REFUSED: {
        party: NoticeText(
            lazy("代わりの個体は借りないことになりました: %(product)s"),
            lazy("%(facility)sは、%(product)sの代わりの個体を借りずに、%(last_day)sまでに返します。"),
            _NOTHING_TO_DO,
        )
        for party in (L, C, F)
    },
    Notice.REPLACEMENT_LAPSED: {
        F: NoticeText(
            lazy("代わりの個体の返事の期限が過ぎました: %(product)s"),
            lazy("返事がなかったので、%(product)sの代わりの個体は空けました。"),
            lazy(
                "%(last_day)sまでに返送してください。続けて試したいときは、窓口(%(counter)s)に相談してください。"
            ),
        ),
        C: NoticeText(
            lazy("代わりの個体の返事の期限が過ぎました: %(product)s"),
            lazy("%(facility)sの返事がなかったので、%(product)sの代わりの個体は空きました。"),
            lazy("%(last_day)sまでに返送してもらえるか、施設に確かめてください。"),
        ),
        L: NoticeText(
            lazy("代わりの個体の返事の期限が過ぎました: %(product)s"),
            lazy("%(facility)sの返事がなかったので、%(product)sの代わりの個体は空きました。"),
            _NOTHING_TO_DO,
        ),
    },
}
