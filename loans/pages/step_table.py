"""Every step as a page: its form, its words, and the use case that takes it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core.i18n import LazyText, Text, lazy
from loans import usecases
from loans.domain import Party, Stage, StepName
from loans.forms.agreeing import (
    ConfirmForm,
    ExchangeForm,
    ExtendForm,
    OfferForm,
    ProlongForm,
    RescheduleForm,
    ReviseForm,
)
from loans.forms.base import IncidentForm, ReasonForm, StepForm
from loans.forms.moving import DispatchForm, ReceiveForm, SendBackForm, TakeBackForm
from loans.forms.recalling import RecallForm
from loans.forms.results import RESULT_FORMS
from loans.labels import GRANT_EXTENSION, STAGE, STEP
from loans.pages.ways import STEP_PATHS
from loans.queries import LoanView

Take = Callable[[Actor, UUID, StepForm], Awaitable[LoanView]]


class StepPage(msgspec.Struct, frozen=True, kw_only=True):
    """A step that a party takes on a page."""

    name: StepName
    form: type[StepForm]
    take: Take
    done: LazyText
    explanation: LazyText
    title: LazyText
    path: str
    button: LazyText | None = None  # where the title does not say what a press does
    panel: str = ""  # a template shown beside the form
    is_final: bool = False  # nothing brings the loan back after it
    is_previewed: bool = True  # it touches others: what it changes is shown before it is taken
    stage: Stage | None = None


def _with_command(use_case: Callable[..., Awaitable[LoanView]]) -> Take:
    async def take(actor: Actor, loan_id: UUID, form: StepForm) -> LoanView:
        return await use_case(actor, loan_id, form.command(), expected=form.expected_custody)

    return take


def _alone(use_case: Callable[..., Awaitable[LoanView]]) -> Take:
    async def take(actor: Actor, loan_id: UUID, form: StepForm) -> LoanView:
        return await use_case(actor, loan_id, expected=form.expected_custody)

    return take


def _page(
    name: StepName, form: type[StepForm], take: Take, explanation: LazyText, done: LazyText, **more: Any
) -> StepPage:
    given: dict[str, Any] = {"title": STEP[name].label, "path": STEP_PATHS[name], **more}
    return StepPage(name=name, form=form, take=take, explanation=explanation, done=done, **given)


def _report(stage: Stage, explanation: LazyText) -> StepPage:
    return _page(
        StepName.SUBMIT_RESULT,
        RESULT_FORMS[stage],
        _with_command(usecases.submit_result),
        explanation,
        lazy("記録しました。ありがとうございます。"),
        title=STAGE[stage],
        path=f"results/{stage.value}",
        button=lazy("この内容で報告する"),
        panel="" if stage is Stage.BEFORE else "loans/panels/before.html",
        is_previewed=False,  # nobody's days; who reads it stands on the page
        stage=stage,
    )


STEP_PAGES: tuple[StepPage, ...] = (
    _page(
        StepName.PROPOSE,
        StepForm,
        _alone(usecases.propose_loan),
        lazy("貸主に、この内容で貸せるかどうかをたずねます。"),
        lazy("貸主に打診しました。返事が来たらお知らせします。"),
    ),
    _page(
        StepName.REVISE,
        ReviseForm,
        _with_command(usecases.revise_loan),
        lazy("押さえてある個体を、別の日に押さえ直します。空いていない日には動かせません。"),
        lazy("申込の日程を変えました。個体は新しい日程で押さえてあります。"),
    ),
    _page(
        StepName.PROLONG_HOLD,
        ProlongForm,
        _with_command(usecases.prolong_hold),
        lazy(
            "この申込だけ、運用ルールより長く個体を押さえておきます。仮押さえが切れていても、日が空いていれば押さえ直します。"
        ),
        lazy("仮押さえを延ばしました。関係する相手に知らせました。"),
    ),
    _page(
        StepName.OFFER,
        OfferForm,
        _with_command(usecases.offer_loan),
        lazy(
            "希望のとおりに貸せないときに、貸せる日や個体を提案します。提案したものは、すぐに仮押さえします。"
        ),
        lazy("別の日程を提案しました。事業所の返事を待ちます。"),
    ),
    _page(
        StepName.ACCEPT_OFFER,
        StepForm,
        _alone(usecases.accept_offer),
        lazy("提案された日程で借ります。貸主がもう一度確かめて、承諾すると決まります。"),
        lazy("提案を受けました。貸主の承諾を待ちます。"),
        panel="loans/panels/offer.html",
    ),
    _page(
        StepName.REFUSE_OFFER,
        ReasonForm,
        _with_command(usecases.refuse_offer),
        lazy("提案された日程を断ると、この申込は終わります。ほかの日や機種で、また申し込めます。"),
        lazy("提案を断りました。この申込は終わりです。"),
        panel="loans/panels/offer.html",
        is_final=True,
    ),
    _page(
        StepName.CONFIRM,
        ConfirmForm,
        _with_command(usecases.confirm_loan),
        lazy("貸す個体を選んで承諾します。承諾すると、事業所の名前と連絡先が分かります。"),
        lazy("承諾しました。事業所と相談窓口に知らせました。"),
    ),
    _page(
        StepName.RESCHEDULE,
        RescheduleForm,
        _with_command(usecases.reschedule_loan),
        lazy("約束した日程を変えます。事業所・窓口・貸主の全員に、理由を添えて知らせます。"),
        lazy("日程を変えました。全員に知らせました。"),
    ),
    _page(
        StepName.DECLINE,
        ReasonForm,
        _with_command(usecases.decline_loan),
        lazy("断ると、押さえた日はすぐに空きます。理由は事業所に伝わります。"),
        lazy("断りました。理由を事業所に知らせました。"),
        is_final=True,
    ),
    _page(
        StepName.CANCEL,
        ReasonForm,
        _with_command(usecases.cancel_loan),
        lazy("取り消すと、押さえた日はすぐに空きます。理由は相手に伝わります。"),
        lazy("取り消しました。"),
        is_final=True,
    ),
    _page(
        StepName.EXCHANGE,
        ExchangeForm,
        _with_command(usecases.exchange_loan),
        lazy(
            "同じ日程のまま、同じ機種のほかの個体に替えます。発送のあとは、入れ替えが済んでから記録してください。"
        ),
        lazy("個体の交換を記録しました。事業所と相談窓口に知らせました。"),
    ),
    _page(
        StepName.DISPATCH,
        DispatchForm,
        _with_command(usecases.dispatch_loan),
        lazy("送る前に状態を見て、入れた付属品に印を付けてください。戻ったときにくらべます。"),
        lazy("発送を記録しました。事業所に知らせました。"),
        panel="loans/panels/destination.html",
    ),
    _page(
        StepName.RECEIVE,
        ReceiveForm,
        _with_command(usecases.receive_loan),
        lazy(
            "箱を開けて、本体と付属品を見てください。送ったときの記録とちがうところがあれば書いてください。"
        ),
        lazy("受け取りを記録しました。説明を受けてから使い始めてください。"),
        panel="loans/panels/arrival.html",
    ),
    _page(
        StepName.EXTEND,
        ExtendForm,
        _with_command(usecases.extend_loan),
        lazy("あとの予定が空いていれば延ばせます。"),
        lazy("延長の希望を貸主に伝えました。"),
    ),
    _page(
        StepName.REFUSE_EXTENSION,
        ReasonForm,
        _with_command(usecases.refuse_extension),
        lazy("はじめの約束の日に返してもらいます。理由は事業所に伝わります。"),
        lazy("延長を断りました。理由を事業所に知らせました。"),
    ),
    _page(
        StepName.RECALL,
        RecallForm,
        _with_command(usecases.recall_loan),
        lazy(
            "個体が必要になったときに、早めに返してもらいます。代わりの個体があれば、事業所の返事まで押さえておきます。"
        ),
        lazy("呼び戻しを記録しました。事業所と相談窓口に知らせました。"),
    ),
    _page(
        StepName.ACCEPT_REPLACEMENT,
        StepForm,
        _alone(usecases.accept_replacement),
        lazy("代わりの個体で、はじめの約束の日まで試用を続けます。いまの個体は貸主に返してください。"),
        lazy("代わりの個体で続けます。いまの個体は、貸主の案内にしたがって返してください。"),
        panel="loans/panels/recall.html",
    ),
    _page(
        StepName.REFUSE_REPLACEMENT,
        StepForm,
        _alone(usecases.refuse_replacement),
        lazy("代わりの個体は借りずに、貸主が返してほしい日までに返します。"),
        lazy("代わりの個体を断りました。決められた日までに返送してください。"),
        panel="loans/panels/recall.html",
    ),
    _page(
        StepName.SEND_BACK,
        SendBackForm,
        _with_command(usecases.send_back_loan),
        lazy("きれいにして、付属品をそろえて、運送会社に渡したら記録します。"),
        lazy("返送を記録しました。"),
        panel="loans/panels/way_back.html",
    ),
    _page(
        StepName.TAKE_BACK,
        TakeBackForm,
        _with_command(usecases.take_back_loan),
        lazy("発送したときの記録とくらべて、傷や不足がないかを見てください。"),
        lazy("返却を受け入れました。個体は点検のあと、また貸せるようになります。"),
        panel="loans/panels/comparison.html",
    ),
    _page(
        StepName.WRITE_OFF,
        IncidentForm,
        _with_command(usecases.write_off_loan),
        lazy("個体は貸出から外れます。元には戻せません。"),
        lazy("紛失・全損を記録しました。"),
        is_final=True,
    ),
    _page(
        StepName.WAIVE_RESULT,
        ReasonForm,
        _with_command(usecases.waive_result),
        lazy("結果の報告を求めずに、この貸出を終えます。"),
        lazy("報告なしで終えました。"),
        is_final=True,
    ),
    _report(
        Stage.BEFORE,
        lazy("試す前の様子を書きます。あとで同じことを聞いて、くらべます。"),
    ),
    _report(
        Stage.MID, lazy("使い始めてからの様子を書きます。うまくいかないことも、そのまま書いてください。")
    ),
    _report(
        Stage.AFTER,
        lazy("試してどうだったかを書きます。導入しないという結果も、ほかの事業所の役に立ちます。"),
    ),
)

_DONE_AS_LENDER = {
    StepName.EXTEND: lazy("延長を認めました。事業所に知らせました。"),
    StepName.PROPOSE: lazy("打診しました。こちらの窓口の個体です。続けて、貸主として返事をしてください。"),
}
_DAMAGED = lazy("記録しました。傷・故障・不足のことを、関係する全員に知らせました。")
_RECEIVED_DAMAGED = lazy(
    "記録しました。傷・故障・不足のことを、関係する全員に知らせました。使い始める前に、貸主か相談窓口に確かめてください。"
)
_BY_STEP = {(page.name, page.stage): page for page in STEP_PAGES}


def page_of(step: StepName, stage: Stage | None = None) -> StepPage:
    """The page of a step."""
    return _BY_STEP[step, stage]


def title_of(page: StepPage, loan: LoanView) -> Text:
    """What the step is called for whoever `loan` was read for: a lender grants what a facility asks for."""
    is_grant = page.name is StepName.EXTEND and Party.LENDER in loan.parties
    return GRANT_EXTENSION.label if is_grant else page.title


def done_of(page: StepPage, loan: LoanView, *, is_damaged: bool = False) -> Text:
    """What is said once the step is taken."""
    if is_damaged:
        return _RECEIVED_DAMAGED if page.name is StepName.RECEIVE else _DAMAGED
    if Party.LENDER in loan.parties:
        return _DONE_AS_LENDER.get(page.name, page.done)
    return page.done
