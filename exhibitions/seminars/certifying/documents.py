"""The certificate as A4 PDF, in the reader's language."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from catalog.documents import qr_picture
from core.clock import local_day
from core.i18n import _, format_date
from core.settings import settings
from core.typesetting import typeset
from exhibitions.seminars.certifying.issuing import Certificate
from exhibitions.seminars.queries import SeminarView, SessionView

TEMPLATE = Path(__file__).parents[2] / "templates" / "exhibitions" / "seminars" / "certificate.typ"


class CertificateSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the paper."""

    title: str
    name: str
    sentence: str
    course: str
    rows: Sequence[tuple[str, str]]
    issued_on: str
    issuer: str
    number: str
    check: str
    picture: str


def verify_address(number: str) -> str:
    """Where anybody can look the number up."""
    return f"{settings().base_url}/certificates/{number}"


def sheet_of(
    certificate: Certificate, seminar: SeminarView, sessions: Sequence[SessionView]
) -> CertificateSheet:
    """The words of a certificate."""
    address = verify_address(certificate.number)
    return CertificateSheet(
        title=_("修了証"),
        name=_("%(name)s　様", name=certificate.name),
        sentence=_("あなたは次の研修会を修了されましたので、これを証します。"),
        course=seminar.name,
        rows=[
            (_("日程"), _("、").join(dict.fromkeys(format_date(one.start) for one in sessions))),
            (
                _("出席"),
                _("全%(all)s回のうち%(count)s回", all=len(sessions), count=certificate.attended),
            ),
        ],
        issued_on=format_date(local_day(certificate.issued_at)),
        issuer=seminar.counter_name,
        number=_("修了証番号 %(number)s", number=certificate.number),
        check=_("この番号は、次のページで確かめられます。 %(address)s", address=address),
        picture=qr_picture(address),
    )


def certificate_pdf(sheet: CertificateSheet) -> bytes:
    """The sheet as PDF bytes; slow enough for a thread."""
    return typeset(TEMPLATE, {"sheet": sheet})
