"""The proposal itself, without a database: what it promises of any loan list."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from exhibitions.proposing.domain import Because, Candidate, Chosen, by_hand, covered, propose

ITEMS = ("TRF-W", "TRF-N", "MOB-O", "MOB-I", "TOI-P", "MON-F", "MON-H", "COM", "BTH")


def number(value: int) -> UUID:
    return UUID(int=value)


def a_candidate(product: int, *codes: str, free: int = 1, lender: int = 900, **facts: object) -> Candidate:
    units = tuple(number(product * 1000 + lender * 10 + unit) for unit in range(free))
    given_facts = {
        "product_name": f"機種{product:03}",
        "lender_name": f"開発企業{lender}",
        **facts,
    }
    return Candidate(
        product_id=number(product),
        item_codes=codes,
        lender_id=number(lender),
        free=units,
        **given_facts,  # type: ignore[arg-type]
    )


CANDIDATES = some.lists(
    some.builds(
        lambda product, codes, free, own, near, transit, loans: a_candidate(
            product, *sorted(codes), free=free, is_own=own, is_near=near, transit_days=transit, loans=loans
        ),
        some.integers(1, 30),
        some.sets(some.sampled_from(ITEMS), min_size=1, max_size=4),
        some.integers(0, 3),
        some.booleans(),
        some.booleans(),
        some.integers(0, 5),
        some.integers(0, 9),
    ),
    max_size=30,
    unique_by=lambda one: one.product_id,
)


def naive(candidates: list[Candidate], kinds: int) -> set[str]:
    """Go down the list and take what is free and shows something new."""
    seen: set[str] = set()
    taken: set[UUID] = set()
    for one in sorted(candidates, key=lambda each: each.rank):
        if one.free and len(taken) < kinds and set(one.item_codes) - seen and one.product_id not in taken:
            seen |= set(one.item_codes)
            taken.add(one.product_id)
    return seen & set(ITEMS)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(CANDIDATES, some.integers(1, 10))
def test_it_never_proposes_a_taken_unit_nor_one_twice_and_is_never_worse_than_naive(
    candidates: list[Candidate], kinds: int
) -> None:
    proposal = propose(candidates, ITEMS, kinds=kinds)
    chosen = [one.candidate for one in proposal.chosen]
    assert all(one.unit_id in one.candidate.free for one in proposal.chosen)
    assert len({one.product_id for one in chosen}) == len(chosen) <= kinds
    shown = covered(chosen) & set(ITEMS)
    assert len(shown) >= len(naive(candidates, kinds))
    assert set(proposal.missing) == set(ITEMS) - shown
    assert propose(list(reversed(candidates)), ITEMS, kinds=kinds) == proposal, (
        "the order of the list is nothing"
    )


@given(CANDIDATES, some.sets(some.sampled_from(ITEMS), max_size=5))
def test_what_stands_there_already_is_not_looked_for_again(
    candidates: list[Candidate], shown: set[str]
) -> None:
    proposal = propose(candidates, ITEMS, shown=shown)
    assert not {code for one in proposal.chosen for code in one.new_items} & shown
    assert not set(proposal.missing) & shown


def reasons(chosen: Chosen) -> list[Because]:
    return list(chosen.because[1:])


def test_ties_are_settled_by_own_units_nearness_transit_loans_and_units_in_this_order() -> None:
    plain = a_candidate(1, "COM", transit_days=2, loans=5, free=2)
    better = {
        Because.OWN: a_candidate(2, "COM", is_own=True, transit_days=2, loans=5),
        Because.NEAR: a_candidate(3, "COM", is_near=True, transit_days=2, loans=5),
        Because.QUICK: a_candidate(4, "COM", transit_days=1, loans=5),
        Because.FEWEST_LOANS: a_candidate(5, "COM", transit_days=2, loans=4),
        Because.MORE_UNITS: a_candidate(6, "COM", transit_days=2, loans=5, free=3),
        Because.FIRST_BY_NAME: a_candidate(0, "COM", transit_days=2, loans=5, free=2),
    }
    for because, one in better.items():
        (first,) = propose([plain, one], ["COM"], kinds=1).chosen
        assert first.candidate == one, because
        assert reasons(first) == [because]
    full = [plain, *better.values()]
    order = [propose(full[:count], ["COM"], kinds=1).chosen[0].candidate for count in (7, 6, 5)]
    assert order == [better[Because.OWN]] * 3


def test_one_that_shows_two_items_comes_before_two_that_show_one_each() -> None:
    both = a_candidate(9, "COM", "BTH")
    proposal = propose([a_candidate(1, "COM"), a_candidate(2, "BTH"), both], ["COM", "BTH"], kinds=1)
    assert [one.candidate for one in proposal.chosen] == [both]
    assert proposal.missing == ()


def test_where_greed_would_show_less_one_is_exchanged() -> None:
    greedy = a_candidate(1, "TRF-W", "TRF-N", "MOB-O", "MOB-I")
    pair = [a_candidate(2, "TRF-W", "TRF-N", "COM"), a_candidate(3, "MOB-O", "MOB-I", "BTH")]
    proposal = propose([greedy, *pair], ITEMS, kinds=2)
    assert {one.candidate.product_id for one in proposal.chosen} == {one.product_id for one in pair}


def test_when_all_is_shown_products_to_compare_fill_up_to_the_number_wished() -> None:
    many = [a_candidate(product, "COM") for product in range(1, 6)] + [a_candidate(9, "BTH")]
    proposal = propose(many, ["COM", "BTH"], kinds=4)
    assert len(proposal.chosen) == 4
    assert proposal.chosen[-1].because[0] is Because.COMPARISON


def test_another_counter_is_asked_only_where_nobody_else_can() -> None:
    other = a_candidate(1, "COM", lender=1, is_other_counter=True, is_near=True)
    vendor = a_candidate(1, "COM", lender=2, transit_days=9)
    (chosen,) = propose([other, vendor], ["COM"]).chosen
    assert chosen.candidate == vendor


def test_a_choice_by_hand_says_so_and_counts_what_it_shows_first() -> None:
    both = [a_candidate(1, "COM"), a_candidate(2, "COM", "BTH")]
    proposal = by_hand(both, ["COM", "BTH", "MON-F"])
    assert [one.new_items for one in proposal.chosen] == [("COM",), ("BTH",)]
    assert proposal.missing == ("MON-F",)
    assert {one.because for one in proposal.chosen} == {(Because.BY_HAND,)}
