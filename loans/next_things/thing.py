"""What a next thing is made of, and how days are counted for it."""

from datetime import date

import msgspec

from core.web.look import Tone
from loans.domain import Party, Stage, StepName
from loans.queries import LoanView

SOON = 3  # days before the end of a trial from which its return comes first


class NextThing(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that says what to do now, the step that does it, and by when; or whom to wait for."""

    title: str
    text: str = ""
    step: StepName | None = None
    stage: Stage | None = None
    label: str = ""
    due: str = ""
    tone: Tone = "info"
    icon: str = "arrow-right"
    waits_for: Party | None = None

    @property
    def is_to_do(self) -> bool:
        """Whether the reader has something to do, and not only to wait or to know."""
        return self.step is not None

    @property
    def urgency(self) -> int:
        """0 is the most urgent: late, near, to be done, waited for, over."""
        if self.is_to_do:
            return {"danger": 0, "attention": 1}.get(self.tone, 2)
        return 3 if self.waits_for is not None else 4


def days_left(loan: LoanView, today: date) -> int:
    """How many days are left until the last one; 0 on that day itself."""
    return (loan.last_day - today).days


def days_late(loan: LoanView, today: date) -> int:
    """How many days ago the last day was."""
    return -days_left(loan, today)
