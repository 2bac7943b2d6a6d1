"""Where every page is, and as whom it is looked at.

Each line: the route as the application has it, who looks (`anyone` has not signed in), then what to take for
`{names}` of the path where it is not the value of that name in the furnished world (`loan_id=dispatched`),
and a query (`?product={product_id}`). A page may have several lines. The names are those that
`tests.browser.every_page.furnishing` prints.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from tests.browser.every_page.addresses_of_loans import LOANS
from tests.browser.every_page.addresses_of_shows import SHOWS

PORTION = 30
# The language of these is not the reader's: another page chooses it, and mails stay as they were sent.
OTHERS_WORDS = {"/embed/{counter_id}", "/mailbox", "/mailbox/{mail_id}"}

TABLE = """
/                                        anyone facility
/sign-in                                 anyone
/password-reset                          anyone
/password-reset/{token}                  anyone token=reset_token
/invitations/{token}                     anyone token=invitation_token
/claim                                   anyone
/claim/{token}                           anyone token=claim_token
/claims                                  counter centre
/account                                 facility counter vendor centre
/account/password                        facility counter vendor centre
/account/devices                         facility counter vendor centre
/account/api-tokens                      facility counter vendor centre
/home                                    facility centre counter vendor
/counter                                 facility
/counters                                anyone facility
/counters/{organization_id}              anyone organization_id=counter_id
/organization                            facility counter vendor centre
/organization/people                     facility counter vendor centre
/organization/people/{person_id}         facility person_id=facilitys_person
/organization/people/{person_id}         counter person_id=counters_person
/organization/people/{person_id}         vendor person_id=vendors_person
/organization/people/{person_id}         centre person_id=centres_person
/organization/closing-days               facility counter vendor
/organization/policy                     counter
/organizations/{organization_id}         facility counter centre organization_id=facility_id
/organizations/{organization_id}/merge   counter centre organization_id=facility_id
/organizations/{organization_id}/merge   centre organization_id=facility_id ?merged_id={twin}
/feeds                                   facility counter vendor
/mailbox                                 anyone
/mailbox/{mail_id}                       anyone
/desk                                    counter
/desk/facilities                         counter
/vendor                                  vendor
/vendor/results                          vendor
/centre                                  centre
/centre/problems                         centre
/centre/problems/new                     centre
/centre/problems/{code}                  centre code=problem
/centre/policies                         centre
/centre/policies/{counter_id}            centre counter
/board                                   counter vendor centre
/reports/loans                           facility counter vendor centre
/reports/visits                          counter centre
/reports/seminars                        counter centre
/reports/demand                          vendor
/catalogue                               anyone
/catalogue                               anyone ?item=MOB-O&taxonomy=2017
/catalogue                               anyone ?problem=night-watch
/products                                anyone facility ?view=all
/products                                anyone ?q=HZ-10
/products                                facility ?q=zzzz
/products/{product_id}                   anyone facility counter vendor
/find/dates                              anyone facility counter
/find/robot                              anyone facility counter
/vendor/products                         vendor
/vendor/products/new                     vendor
/vendor/products/{product_id}            vendor
/vendor/products/{product_id}/checklist  vendor
/vendor/products/{product_id}/units      vendor
/vendor/products/{product_id}/materials  vendor
/vendor/products/{product_id}/materials/{material_id}  vendor
/subsidies                               anyone centre
/subsidies/new                           centre
/subsidies/{subsidy_id}                  centre
/loan-list                               anyone vendor centre
/loan-list/{list_id}                     vendor
/units                                   vendor counter centre
/units/new                               vendor counter
/units/labels                            vendor counter
/units/labels                            vendor ?product={product_id}
/units/tags/{token}                      vendor token=loose_tag
/units/{unit_id}                         vendor centre
/units/{unit_id}/edit                    vendor
/units/{unit_id}/move                    vendor
/units/{unit_id}/retire                  vendor centre
/units/{unit_id}/maintenance             vendor centre
/stocktakings                            vendor counter centre
/stocktakings/{stocktaking_id}           counter
/stocktakings/{stocktaking_id}           counter stocktaking_id=counted
/stocktakings/{stocktaking_id}/close     counter
/stocktakings/{stocktaking_id}/units/{unit_id}  counter stocktaking_id=counted unit_id=strange_unit
/handovers                               vendor counter centre
/handovers/transfer                      counter
/handovers/offer                         vendor ?product_id={product_id}
/handovers/long-loan                     counter ?product_id={product_id}
/handovers/{handover_id}                 counter
/handovers/{handover_id}/{step}          counter step=refuse
/taxonomy                                anyone
/t                                       anyone
/t/{token}                               anyone facility counter vendor token=tied_tag
/t/{token}                               anyone vendor token=loose_tag
"""


class Address(msgspec.Struct, frozen=True):
    """A page as one kind of person looks at it; `names` stand for the holes of its route and query."""

    route: str
    query: str
    names: tuple[tuple[str, str], ...]
    who: str

    def path(self, world: Mapping[str, str]) -> str:
        """Where it is in a world that has these values; a name that is none of them stands for itself."""
        names = dict(self.names)

        def value(hole: re.Match[str]) -> str:
            name = names.get(hole[1], hole[1])
            return world[name] if name in world else names[hole[1]]

        return re.sub(r"\{(\w+)\}", value, self.route + self.query)


def _read(line: str) -> list[Address]:
    route, *words = line.split()
    query = "".join(word for word in words if word.startswith("?"))
    others = [word for word in words if not word.startswith("?")]
    names = tuple((name, value) for name, found, value in (word.partition("=") for word in others) if found)
    return [Address(route, query, names, word) for word in others if "=" not in word]


ADDRESSES = [
    address for line in (TABLE + LOANS + SHOWS).splitlines() if line.strip() for address in _read(line)
]


def routes_known() -> set[str]:
    """Every route that has an address."""
    return {address.route for address in ADDRESSES}


def lookers(route: str) -> set[str]:
    """Who looks at this page."""
    return {address.who for address in ADDRESSES if address.route == route}


def portions(wanted: Sequence[Address]) -> list[tuple[str, int, list[Address]]]:
    """The pages of one person after the other, so many at a time that a test is soon done."""
    found = []
    for who in dict.fromkeys(address.who for address in wanted):
        own = [address for address in wanted if address.who == who]
        found += [(who, at // PORTION + 1, own[at : at + PORTION]) for at in range(0, len(own), PORTION)]
    return found


def seen_once() -> list[Address]:
    """Each page that speaks in the house's words, as the first of those who look at it."""
    own = [one for one in ADDRESSES if one.route not in OTHERS_WORDS]
    return list({(one.route, one.query, one.names): one for one in reversed(own)}.values())
