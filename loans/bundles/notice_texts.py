"""What the mails about a bundle say, to each party, of what happens to its loans at once."""

from collections.abc import Mapping
from typing import NamedTuple

from core.i18n import LazyText, lazy
from loans.domain import Party, StepName


class BundleText(NamedTuple):
    """What a mail says: its subject, what happened, and what its reader should do next."""

    subject: LazyText
    happened: LazyText
    next_step: LazyText


C, F, L = Party.COUNTER, Party.FACILITY, Party.LENDER
TEXTS: Mapping[StepName, Mapping[Party, BundleText]] = {
    StepName.REQUEST: {
        C: BundleText(
            lazy("まとめて試用貸出の申込がありました: %(products)s"),
            lazy("%(facility)sから、次の試用貸出の申込がまとめてありました。個体は仮に押さえてあります。"),
            lazy("内容を確かめて、貸主に打診してください。貸せないものは、理由を添えて断ってください。"),
        ),
        F: BundleText(
            lazy("まとめて試用貸出の申込を受け付けました: %(products)s"),
            lazy("次の試用貸出の申込を受け付けました。個体は仮に押さえてあります。"),
            lazy(
                "窓口(%(counter)s)からの返事をお待ちください。取り消すときは、下のページから取り消してください。"
            ),
        ),
        L: BundleText(
            lazy("試用貸出の申込で、個体を仮に押さえました: %(products)s"),
            lazy("窓口(%(counter)s)に、次の試用貸出の申込がまとめてありました。個体は仮に押さえてあります。"),
            lazy("していただくことは、まだありません。窓口からの打診をお待ちください。"),
        ),
    },
    StepName.PROPOSE: {
        L: BundleText(
            lazy("まとめて試用貸出の打診です: %(products)s"),
            lazy("%(counter)sから、次の試用貸出の打診がまとめてありました。"),
            lazy("期限までに、機種ごとに、承諾するか、ほかの日程を提案するか、断るかを返事してください。"),
        ),
    },
    StepName.CANCEL: {
        C: BundleText(
            lazy("まとめた申込が取り消されました: %(products)s"),
            lazy("%(facility)sの次の申込が取り消されました。押さえた日は空きました。"),
            lazy("していただくことはありません。詳しくは下のページをご覧ください。"),
        ),
        F: BundleText(
            lazy("まとめた申込が取り消されました: %(products)s"),
            lazy("次の申込が取り消されました。押さえた日は空きました。"),
            lazy("ほかの機種や期間で、あらためて申し込めます。迷うときは窓口(%(counter)s)にご相談ください。"),
        ),
        L: BundleText(
            lazy("まとめた申込が取り消されました: %(products)s"),
            lazy("次の試用貸出が取り消されました。押さえた日は空きました。"),
            lazy("まだ発送していなければ、発送しないでください。"),
        ),
    },
    StepName.CONFIRM: {
        F: BundleText(
            lazy("まとめた申込の試用貸出が決まりました: %(products)s"),
            lazy("貸主が、次の試用貸出を承諾しました。"),
            lazy(
                "使い方と危険についての説明を受ける日を決め、置く場所を用意してください。"
                "使う前のようすを、開始時の報告に書いておきましょう。"
            ),
        ),
        C: BundleText(
            lazy("まとめた申込の試用貸出が決まりました: %(products)s"),
            lazy("貸主が、%(facility)sへの次の試用貸出を承諾しました。"),
            lazy("貸主の発送を待っています。していただくことはありません。"),
        ),
    },
    StepName.DECLINE: {
        F: BundleText(
            lazy("まとめた申込をお受けできませんでした: %(products)s"),
            lazy("申し訳ありませんが、次の試用貸出をお受けできませんでした。"),
            lazy("ほかの機種や期間で、あらためて申し込めます。迷うときは窓口(%(counter)s)にご相談ください。"),
        ),
        C: BundleText(
            lazy("まとめた申込が断られました: %(products)s"),
            lazy("%(facility)sが申し込んだ次の試用貸出が断られました。押さえた日は空きました。"),
            lazy("ほかの機種や期間を、施設に案内してください。"),
        ),
        L: BundleText(
            lazy("まとめた申込は断られました: %(products)s"),
            lazy("次の試用貸出は、窓口(%(counter)s)が断りました。押さえた日は空きました。"),
            lazy("していただくことはありません。詳しくは下のページをご覧ください。"),
        ),
    },
    StepName.HOLD_ENDING: {
        C: BundleText(
            lazy("まとめた申込の仮押さえの期限が近づいています: %(products)s"),
            lazy("%(facility)sが申し込んだ次の機種の仮押さえが、まもなく切れます。"),
            lazy("それまでに、貸主に打診するか、理由を添えて断ってください。"),
        ),
        F: BundleText(
            lazy("提案への返事をお待ちしています: %(products)s"),
            lazy("次の機種は、提案された内容での仮押さえが、まもなく切れます。"),
            lazy("それまでに、機種ごとのページで、提案を受けるか、断るかを選んでください。"),
        ),
        L: BundleText(
            lazy("まとめた打診の仮押さえの期限が近づいています: %(products)s"),
            lazy("%(counter)sから打診された次の機種の仮押さえが、まもなく切れます。"),
            lazy("それまでに、機種ごとに、承諾するか、ほかの案を出すか、断るかを返事してください。"),
        ),
    },
    StepName.LENDER_SILENT: {
        C: BundleText(
            lazy("貸主から、まとめた打診への返事がありません: %(products)s"),
            lazy("次の機種の打診は、返事の期限を過ぎました。"),
            lazy("貸主に連絡するか、施設(%(facility)s)にほかの機種や日程を案内してください。"),
        ),
        L: BundleText(
            lazy("まとめた打診への返事が期限を過ぎています: %(products)s"),
            lazy("%(counter)sから打診された次の機種は、返事の期限を過ぎました。"),
            lazy("すぐに、機種ごとに返事してください。返事がないと、仮押さえは切れます。"),
        ),
    },
    StepName.HOLD_EXPIRED: {
        C: BundleText(
            lazy("まとめた申込の仮押さえの期限が切れました: %(products)s"),
            lazy(
                "%(facility)sが申し込んだ次の機種の仮押さえの期限が切れ、日が空きました。申込は残っています。"
            ),
            lazy("貸せるときはもう一度打診してください。日が空いていれば、あらためて押さえます。"),
        ),
    },
}
