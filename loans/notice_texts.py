"""What the mails about a loan say: to each party what happened and what it should do next.

Source language Japanese; English stands in `locale/en.po`. `%(name)s` are filled from `loans.notices`.
"""

from core.i18n import lazy
from loans.domain import Party
from loans.due_texts import DUE_TEXTS
from loans.incident_texts import INCIDENT_TEXTS
from loans.notice_kinds import Notice, NoticeText
from loans.recall_texts import RECALL_TEXTS

__all__ = ["TEXTS", "Notice", "NoticeText"]

F, C, L = Party.FACILITY, Party.COUNTER, Party.LENDER


_NOTHING_TO_DO = lazy("していただくことはありません。詳しくは下のページをご覧ください。")
_LOOK_FOR_ANOTHER = lazy(
    "ほかの機種や期間で、あらためて申し込めます。迷うときは窓口(%(counter)s)にご相談ください。"
)

TEXTS: dict[Notice, dict[Party, NoticeText]] = (
    {
        Notice.REQUESTED: {
            C: NoticeText(
                lazy("試用貸出の申込がありました: %(product)s"),
                lazy(
                    "%(facility)sから、%(product)sの試用貸出の申込がありました。個体は仮に押さえてあります。"
                ),
                lazy(
                    "内容を確かめて、貸主(%(lender)s)に打診してください。貸せないときは、理由を添えて断ってください。"
                ),
            ),
            F: NoticeText(
                lazy("試用貸出の申込を受け付けました: %(product)s"),
                lazy("%(product)sの試用貸出の申込を受け付けました。個体は仮に押さえてあります。"),
                lazy(
                    "窓口(%(counter)s)からの返事をお待ちください。取り消すときは、下のページから取り消してください。"
                ),
            ),
        },
        Notice.REVISED: {
            party: NoticeText(
                lazy("申込の日程が変わりました: %(product)s"),
                lazy(
                    "%(facility)sの%(product)sの申込の日程が変わりました。個体は新しい日程で押さえてあります。"
                ),
                lazy("新しい日程を下のページで確かめてください。"),
            )
            for party in (C, F)
        },
        Notice.PROPOSED: {
            L: NoticeText(
                lazy("試用貸出の打診です: %(product)s"),
                lazy("%(counter)sから、%(product)sの試用貸出の打診がありました。"),
                lazy(
                    "%(answer_by)sまでに、承諾するか、ほかの日程を提案するか、断るかを下のページで返事してください。"
                ),
            ),
        },
        Notice.OFFERED: {
            F: NoticeText(
                lazy("ほかの日程の提案があります: %(product)s"),
                lazy(
                    "%(product)sの貸主から、ほかの日程の提案がありました。その日程で個体は仮に押さえてあります。"
                ),
                lazy("下のページで、提案を受けるか、断るかを選んでください。"),
            ),
        },
        Notice.OFFER_ACCEPTED: {
            L: NoticeText(
                lazy("日程の提案が受け入れられました: %(product)s"),
                lazy("%(product)sについて提案された日程が受け入れられました。"),
                lazy("%(answer_by)sまでに、下のページで承諾してください。"),
            ),
            C: NoticeText(
                lazy("日程の提案が受け入れられました: %(product)s"),
                lazy("%(facility)sが、%(lender)sの提案した日程を受け入れました。"),
                lazy("貸主の承諾を待っています。していただくことはありません。"),
            ),
        },
        Notice.CONFIRMED: {
            F: NoticeText(
                lazy("試用貸出が決まりました: %(product)s"),
                lazy("%(lender)sが%(product)sの試用貸出を承諾しました。"),
                lazy(
                    "使い方と危険についての説明を受ける日を決め、置く場所を用意してください。"
                    "使う前のようすを、開始時の報告に書いておきましょう。"
                ),
            ),
            C: NoticeText(
                lazy("試用貸出が決まりました: %(product)s"),
                lazy("%(lender)sが、%(facility)sへの%(product)sの試用貸出を承諾しました。"),
                lazy("貸主の発送を待っています。していただくことはありません。"),
            ),
        },
        Notice.RESCHEDULED: {
            party: NoticeText(
                lazy("決まっていた日程が変わりました: %(product)s"),
                lazy("%(product)sの試用貸出の日程が変わりました。新しい日程と理由は下のとおりです。"),
                lazy("都合が悪いときは、すぐに窓口(%(counter)s)に知らせてください。"),
            )
            for party in (F, C, L)
        },
        Notice.DECLINED: {
            F: NoticeText(
                lazy("試用貸出をお受けできませんでした: %(product)s"),
                lazy("申し訳ありませんが、%(product)sの試用貸出をお受けできませんでした。"),
                _LOOK_FOR_ANOTHER,
            ),
            C: NoticeText(
                lazy("試用貸出が断られました: %(product)s"),
                lazy("%(facility)sが申し込んだ%(product)sの試用貸出が断られました。押さえた日は空きました。"),
                lazy("ほかの機種や期間を、施設に案内してください。"),
            ),
            L: NoticeText(
                lazy("打診が取り下げられました: %(product)s"),
                lazy("%(product)sの試用貸出は、窓口(%(counter)s)が断りました。押さえた日は空きました。"),
                _NOTHING_TO_DO,
            ),
        },
        Notice.CANCELLED: {
            F: NoticeText(
                lazy("試用貸出が取り消されました: %(product)s"),
                lazy("%(product)sの試用貸出が取り消されました。"),
                _LOOK_FOR_ANOTHER,
            ),
            C: NoticeText(
                lazy("試用貸出が取り消されました: %(product)s"),
                lazy("%(facility)sの%(product)sの試用貸出が取り消されました。押さえた日は空きました。"),
                _NOTHING_TO_DO,
            ),
            L: NoticeText(
                lazy("試用貸出が取り消されました: %(product)s"),
                lazy("%(product)sの試用貸出が取り消されました。押さえた日は空きました。"),
                lazy("まだ発送していなければ、発送しないでください。"),
            ),
        },
        Notice.EXCHANGED: {
            F: NoticeText(
                lazy("貸し出す個体が替わりました: %(product)s"),
                lazy("%(lender)sが、%(product)sの個体を替えました。期間は変わりません。"),
                lazy("手元に前の個体があるときは、窓口(%(counter)s)か貸主の案内にしたがって返してください。"),
            ),
            C: NoticeText(
                lazy("貸し出す個体が替わりました: %(product)s"),
                lazy("%(lender)sが、%(facility)sに貸す%(product)sの個体を替えました。期間は変わりません。"),
                _NOTHING_TO_DO,
            ),
        },
        Notice.DISPATCHED: {
            F: NoticeText(
                lazy("発送されました: %(product)s"),
                lazy("%(lender)sが%(product)sを発送しました。"),
                lazy(
                    "届いたら、壊れたところや足りないものがないかを確かめ、下のページで受領を記録してください。"
                ),
            ),
        },
        Notice.RECEIVED: {
            L: NoticeText(
                lazy("施設に届きました: %(product)s"),
                lazy("%(facility)sが%(product)sを受け取りました。試用が始まります。"),
                lazy("使い方と危険についての説明がまだのときは、日を決めて行ってください。"),
            ),
        },
        Notice.EXTENSION_ASKED: {
            L: NoticeText(
                lazy("延長の希望があります: %(product)s"),
                lazy("%(facility)sが、%(product)sの試用の延長を希望しています。"),
                lazy("下のページで、延長を認めるか、断るかを返事してください。"),
            ),
        },
        Notice.EXTENSION_GRANTED: {
            F: NoticeText(
                lazy("延長が認められました: %(product)s"),
                lazy("%(product)sの試用の延長が認められました。"),
                lazy("新しい最終日までに返送してください。"),
            ),
            C: NoticeText(
                lazy("延長が認められました: %(product)s"),
                lazy("%(facility)sの%(product)sの試用の延長が認められました。"),
                _NOTHING_TO_DO,
            ),
        },
        Notice.EXTENSION_REFUSED: {
            F: NoticeText(
                lazy("延長できませんでした: %(product)s"),
                lazy("申し訳ありませんが、%(product)sの試用は延長できませんでした。"),
                lazy("%(last_day)sまでに返送してください。"),
            ),
            C: NoticeText(
                lazy("延長できませんでした: %(product)s"),
                lazy("%(facility)sの%(product)sの試用は延長できませんでした。"),
                _NOTHING_TO_DO,
            ),
        },
        Notice.SENT_BACK: {
            L: NoticeText(
                lazy("返送されました: %(product)s"),
                lazy("%(facility)sが%(product)sを返送しました。"),
                lazy("届いたら、発送したときと比べて確かめ、下のページで返却の受入を記録してください。"),
            ),
        },
        Notice.TAKEN_BACK: {
            F: NoticeText(
                lazy("返却を受け入れました: %(product)s"),
                lazy("%(lender)sが%(product)sの返却を受け入れました。ありがとうございました。"),
                lazy(
                    "試用の結果を下のページで報告してください。よくなかったことも、次に試す方の役に立ちます。"
                ),
            ),
        },
        Notice.PARTLY_SENT_BACK: {
            L: NoticeText(
                lazy("一部が返送されました: %(product)s"),
                lazy("%(facility)sが%(product)sのうち%(count)s台を返送しました。"),
                lazy(
                    "届いたら、その個体を確かめて、下のページで返却の受入を記録してください。残りは試用中です。"
                ),
            ),
        },
        Notice.PARTLY_TAKEN_BACK: {
            F: NoticeText(
                lazy("一部の返却を受け入れました: %(product)s"),
                lazy(
                    "%(lender)sが%(product)sのうち%(count)s台の返却を受け入れました。残りは%(left)s台です。"
                ),
                lazy("残りの個体は、%(last_day)sまでに返送してください。"),
            ),
        },
        Notice.WRITTEN_OFF: {
            party: NoticeText(
                lazy("個体が失われました: %(product)s"),
                lazy(
                    "試用貸出中の%(product)sについて、紛失または全損が記録されました。この個体は貸出から外れます。"
                ),
                lazy(
                    "事故やけががあったときは、ただちに窓口(%(counter)s)と貸主(%(lender)s)に知らせてください。"
                ),
            )
            for party in (F, C, L)
        },
        Notice.RESULT_SUBMITTED: {
            C: NoticeText(
                lazy("試用の結果が届きました: %(product)s"),
                lazy("%(facility)sが、%(product)sの試用の結果を報告しました。"),
                lazy("下のページで結果を読み、導入を考えている施設には次の支援を案内してください。"),
            ),
            L: NoticeText(
                lazy("試用の結果が届きました: %(product)s"),
                lazy("%(facility)sが、%(product)sの試用の結果を報告しました。"),
                lazy("下のページで結果をお読みください。"),
            ),
        },
        Notice.RECORDED_AFTERWARDS: {
            party: NoticeText(
                lazy("紙の記録から、試用貸出を記録しました: %(product)s"),
                lazy(
                    "%(counter)sが、すでに行われた%(facility)sへの%(product)sの試用貸出を、後から記録しました。"
                ),
                lazy("日付や内容がちがうときは、窓口(%(counter)s)に知らせてください。"),
            )
            for party in (F, L)
        },
        Notice.DAMAGED: {
            F: NoticeText(
                lazy("損傷・不足が見つかりました: %(product)s"),
                lazy("%(product)sの状態の確認で、損傷・不足が見つかりました。"),
                lazy(
                    "心当たりがあれば、窓口(%(counter)s)に知らせてください。けがや事故があったときは、ただちに知らせてください。"
                ),
            ),
            C: NoticeText(
                lazy("損傷・不足が見つかりました: %(product)s"),
                lazy("%(facility)sに貸した%(product)sの状態の確認で、損傷・不足が見つかりました。"),
                lazy(
                    "けがや事故がなかったかを施設に確かめ、修理と今後の扱いを貸主(%(lender)s)と決めてください。"
                ),
            ),
            L: NoticeText(
                lazy("損傷・不足が見つかりました: %(product)s"),
                lazy("%(facility)sに貸した%(product)sの状態の確認で、損傷・不足が見つかりました。"),
                lazy("使い続けてよいかを施設にすぐ伝え、修理や交換を窓口(%(counter)s)と決めてください。"),
            ),
        },
    }
    | DUE_TEXTS
    | INCIDENT_TEXTS
    | RECALL_TEXTS
)
