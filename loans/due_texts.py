"""What mails say of things that have become due: holds, answers, returns, results."""

from core.i18n import lazy
from loans.domain import Party
from loans.notice_kinds import Notice, NoticeText

F, C, L = Party.FACILITY, Party.COUNTER, Party.LENDER

DUE_TEXTS: dict[Notice, dict[Party, NoticeText]] = {
    Notice.HOLD_ENDING: {
        C: NoticeText(
            lazy("仮押さえの期限が近づいています: %(product)s"),
            lazy("%(facility)sが申し込んだ%(product)sの仮押さえは、%(expires_at)sに切れます。"),
            lazy("それまでに、貸主(%(lender)s)に打診するか、理由を添えて断ってください。"),
        ),
        F: NoticeText(
            lazy("提案への返事をお待ちしています: %(product)s"),
            lazy("%(product)sについて提案された内容での仮押さえは、%(expires_at)sに切れます。"),
            lazy("それまでに、下のページで提案を受けるか、断るかを選んでください。"),
        ),
        L: NoticeText(
            lazy("仮押さえの期限が近づいています: %(product)s"),
            lazy("%(counter)sから打診された%(product)sの仮押さえは、%(expires_at)sに切れます。"),
            lazy("それまでに、下のページで承諾するか、ほかの案を出すか、断るかを返事してください。"),
        ),
    },
    Notice.LENDER_SILENT: {
        C: NoticeText(
            lazy("貸主から返事がありません: %(product)s"),
            lazy("%(lender)sへの%(product)sの打診は、返事の期限(%(answer_by)s)を過ぎました。"),
            lazy("貸主に連絡するか、施設(%(facility)s)にほかの機種や日程を案内してください。"),
        ),
        L: NoticeText(
            lazy("打診への返事が期限を過ぎています: %(product)s"),
            lazy("%(counter)sから打診された%(product)sは、返事の期限(%(answer_by)s)を過ぎました。"),
            lazy("すぐに、下のページで返事してください。返事がないと、仮押さえは切れます。"),
        ),
    },
    Notice.HOLD_PROLONGED: {
        F: NoticeText(
            lazy("仮押さえの期限が延びました: %(product)s"),
            lazy("窓口(%(counter)s)が、%(product)sの仮押さえを%(until)sまで延ばしました。"),
            lazy("していただくことはありません。提案が届いているときは、それまでに返事してください。"),
        ),
        C: NoticeText(
            lazy("仮押さえの期限が延びました: %(product)s"),
            lazy("%(facility)sが申し込んだ%(product)sの仮押さえは、%(until)sまで延びました。"),
            lazy("それまでに、貸主(%(lender)s)との話を進めてください。"),
        ),
        L: NoticeText(
            lazy("仮押さえの期限が延びました: %(product)s"),
            lazy("窓口(%(counter)s)が、%(product)sの仮押さえを%(until)sまで延ばしました。"),
            lazy(
                "打診されているときは、%(until)sまでに、承諾するか、ほかの案を出すか、断るかを返事してください。"
            ),
        ),
    },
    Notice.HOLD_EXPIRED: {
        C: NoticeText(
            lazy("仮押さえの期限が切れました: %(product)s"),
            lazy(
                "%(facility)sが申し込んだ%(product)sの仮押さえの期限が切れ、日が空きました。申込は残っています。"
            ),
            lazy("貸せるときはもう一度打診してください。日が空いていれば、あらためて押さえます。"),
        ),
    },
    Notice.EARLIER_IS_LATE: {
        F: NoticeText(
            lazy("予定どおり届かないことがあります: %(product)s"),
            lazy("%(product)sは、前の貸出や展示からの返却が遅れています。予定の日に届かないことがあります。"),
            lazy("貸主と窓口が手配しています。急ぐときは、窓口(%(counter)s)に知らせてください。"),
        ),
        C: NoticeText(
            lazy("前の貸出や展示からの返却が遅れています: %(product)s"),
            lazy("%(facility)sに貸す予定の%(product)sは、前の貸出や展示からの返却が遅れています。"),
            lazy("ほかの個体や日程にできないか、貸主(%(lender)s)と相談して、施設に知らせてください。"),
        ),
        L: NoticeText(
            lazy("前の貸出や展示からの返却が遅れています: %(product)s"),
            lazy("次に貸す予定の%(product)sは、前の貸出や展示からの返却が遅れています。"),
            lazy("ほかの個体が空いているときは、下のページの「個体を交換する」で替えられます。"),
        ),
    },
    Notice.LATE_TOUCHES_OTHERS: {
        F: NoticeText(
            lazy("返送をお願いします。次の方が待っています: %(product)s"),
            lazy("%(product)sの試用は%(last_day)sまででした。返送が遅れ、次の予定に響いています。"),
            lazy("きょう返送してください。返送できないときは、窓口(%(counter)s)に知らせてください。"),
        ),
        C: NoticeText(
            lazy("返送の遅れが次の予定に響いています: %(product)s"),
            lazy(
                "%(facility)sの%(product)sは%(last_day)sまででしたが、まだ返送されていません。次の予定と重なります。"
            ),
            lazy("施設に返送を頼み、次に予定している方に知らせてください。"),
        ),
        L: NoticeText(
            lazy("返送の遅れが次の予定に響いています: %(product)s"),
            lazy(
                "%(facility)sの%(product)sは%(last_day)sまででしたが、まだ返送されていません。次の予定と重なります。"
            ),
            lazy("次の貸出にほかの個体を充てられないか、窓口(%(counter)s)と相談してください。"),
        ),
    },
    Notice.ANSWER_DUE: {
        L: NoticeText(
            lazy("打診への返事の期限です: %(product)s"),
            lazy("%(counter)sからの%(product)sの打診は、%(answer_by)sが返事の期限です。"),
            lazy("下のページで、承諾するか、ほかの日程を提案するか、断るかを返事してください。"),
        ),
    },
    Notice.DUE_BACK: {
        F: NoticeText(
            lazy("まもなく返送の日です: %(product)s"),
            lazy("%(product)sの試用は%(last_day)sまでです。"),
            lazy(
                "きれいにして、付属品をそろえ、最終日までに返送してください。もっと試したいときは、下のページで延長を希望できます。"
            ),
        ),
    },
    Notice.OVERDUE: {
        F: NoticeText(
            lazy("返送の日を過ぎています: %(product)s"),
            lazy("%(product)sの試用は%(last_day)sまででしたが、返送がまだ記録されていません。"),
            lazy(
                "すぐに返送し、下のページで記録してください。返送できないときは、窓口(%(counter)s)に知らせてください。"
            ),
        ),
        C: NoticeText(
            lazy("返送が遅れています: %(product)s"),
            lazy("%(facility)sの%(product)sの試用は%(last_day)sまででしたが、返送がまだ記録されていません。"),
            lazy("施設に連絡して、返送の日を確かめてください。"),
        ),
        L: NoticeText(
            lazy("返送が遅れています: %(product)s"),
            lazy("%(facility)sの%(product)sの試用は%(last_day)sまででしたが、返送がまだ記録されていません。"),
            lazy(
                "窓口(%(counter)s)が施設に確かめます。届いていれば、下のページで返却の受入を記録してください。"
            ),
        ),
    },
    Notice.RESULT_MISSING: {
        F: NoticeText(
            lazy("試用の結果を報告してください: %(product)s"),
            lazy("%(product)sの返却から時間がたちましたが、試用の結果がまだ届いていません。"),
            lazy("下のページで報告してください。よくなかったことも、次に試す方の役に立ちます。"),
        ),
        C: NoticeText(
            lazy("試用の結果がまだ届いていません: %(product)s"),
            lazy("%(facility)sから、%(product)sの試用の結果がまだ届いていません。"),
            lazy("施設に報告を頼むか、報告が要らないときは、理由を添えて免除してください。"),
        ),
    },
}
