"""What trials of a product showed so far: who keeps the results tells, the product's page shows it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from core.i18n import gettext as _
from core.i18n import lazy

# From fewer results one could tell whose they are.
FEWEST_RESULTS = 3
_GRADES = (
    ("target_reached", lazy("目標に届いたか")),
    ("ease_of_use", lazy("使いやすさ")),
    ("safety", lazy("安全に使えたか")),
)
_CHANGES = (
    ("physical_burden", lazy("からだの負担の変化")),
    ("mental_burden", lazy("こころの負担の変化")),
)


class Experience(msgspec.Struct, frozen=True, kw_only=True):
    """Results at the end of a trial, each loan's latest: how many, what was decided, and means.

    Grades run from 1 (not at all) to 5 (very much), changes from -3 (much worse) to +3 (much better).
    """

    results: int = 0
    introduced: int = 0
    considered: int = 0
    target_reached: float | None = None
    ease_of_use: float | None = None
    safety: float | None = None
    physical_burden: float | None = None
    mental_burden: float | None = None

    @property
    def is_telling(self) -> bool:
        """Whether there are enough to be summed up."""
        return self.results >= FEWEST_RESULTS

    def facts(self) -> list[tuple[str, str]]:
        """The means in words, without those that nobody gave."""
        decided = _(
            "導入する%(yes)s件、検討する%(maybe)s件（%(all)s件のうち）",
            yes=self.introduced,
            maybe=self.considered,
            all=self.results,
        )
        grades = [
            (str(label), _("5点満点で%(mean)s点", mean=f"{mean:.1f}"))
            for name, label in _GRADES
            if (mean := getattr(self, name)) is not None
        ]
        changes = [
            (str(label), _("%(mean)s（-3から+3。+は良くなった）", mean=f"{mean:+.1f}"))
            for name, label in _CHANGES
            if (mean := getattr(self, name)) is not None
        ]
        return [(_("試用のあとの判断"), decided), *grades, *changes]


Asked = Callable[[UUID], Awaitable[Experience]]
_asked: list[Asked] = []


def tells_experience(ask: Asked) -> Asked:
    """Let the feature that keeps results say what they showed."""
    _asked[:] = [ask]
    return ask


async def experience_of(product_id: UUID) -> Experience:
    """What trials of the product showed; nothing while nobody keeps results."""
    return await _asked[0](product_id) if _asked else Experience()
