"""What the mails about differences, accidents and near misses say. English stands in `locale/en.po`."""

from core.i18n import lazy
from loans.domain import Party
from loans.notice_kinds import Notice, NoticeText

F, C, L = Party.FACILITY, Party.COUNTER, Party.LENDER

_OPENED = lazy("行きと帰りで、ちがいが見つかりました: %(product)s")
_FOUND = lazy("%(product)sの受け渡しの記録を比べたところ、ちがいがありました。")
_COMMENTED = lazy("差異の記録にコメントがあります: %(product)s")
_SAID = lazy("%(product)sの差異の記録に、コメントが書かれました。")
_AGREED = lazy("差異の扱いが決まりました: %(product)s")
_DECIDED = lazy("%(product)sの差異について、扱いと費用が決まりました。")
_SETTLED = lazy("差異が解決しました: %(product)s")
_ENDED = lazy("%(product)sの差異は、解決しました。")
_READ = lazy("貸出のページの「差異の記録」でご覧ください。")
_DISCUSS = lazy("貸出のページの「差異の記録」で、どうするかと、費用をだれが払うかを決めてください。")
_ANSWER = lazy("貸出のページの「差異の記録」を見て、心当たりがあればコメントを書いてください。")


def _to_all(subject: NoticeText) -> dict[Party, NoticeText]:
    return dict.fromkeys((F, C, L), subject)


INCIDENT_TEXTS: dict[Notice, dict[Party, NoticeText]] = {
    Notice.INCIDENT_OPENED: {
        F: NoticeText(_OPENED, _FOUND, _ANSWER),
        C: NoticeText(_OPENED, _FOUND, _DISCUSS),
        L: NoticeText(_OPENED, _FOUND, _DISCUSS),
    },
    Notice.INCIDENT_COMMENTED: _to_all(NoticeText(_COMMENTED, _SAID, _READ)),
    Notice.INCIDENT_AGREED: _to_all(NoticeText(_AGREED, _DECIDED, _READ)),
    Notice.INCIDENT_SETTLED: _to_all(NoticeText(_SETTLED, _ENDED, _READ)),
    Notice.SAFETY_REPORTED: {
        C: NoticeText(
            lazy("事故・ヒヤリハットの報告: %(product)s"),
            lazy("%(facility)sから、%(product)sの試用中の事故・ヒヤリハットの報告がありました。"),
            lazy("施設に電話して、けがの様子と、使い続けてよいかを確かめてください。"),
        ),
        L: NoticeText(
            lazy("事故・ヒヤリハットの報告: %(product)s"),
            lazy("%(facility)sから、%(product)sの試用中の事故・ヒヤリハットの報告がありました。"),
            lazy("使い続けてよいかを施設と窓口(%(counter)s)にすぐ伝え、原因を調べてください。"),
        ),
    },
}
