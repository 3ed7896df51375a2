"""Words that belong together are found among many that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.matching.combine import combinations, near
from screener.matching.hits import Find
from screener.matching.index import Spelling
from tests.lexicons import rule

RULE = rule(["甲"], ["乙"], within=10)


def finds(term, starts):
    spelling = Spelling(term, term, "exact", (), ())
    return [Find(start, start + len(term), spelling, "exact") for start in starts]


def test_near_keeps_only_what_lies_near_the_rarest_group():
    groups = {0: finds("甲", range(0, 3000, 100)), 1: finds("乙", [505])}
    assert [find.start for find in near(RULE, groups)[0]] == [500]
    assert near(RULE, groups)[1] == groups[1]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_near_loses_no_combination(one, other):
    groups = {0: finds("甲甲", sorted(one)), 1: finds("乙", sorted(other))}
    assert list(combinations(RULE, near(RULE, groups))) == list(combinations(RULE, groups))


@pytest.mark.parametrize(("gap", "found"), [(7, True), (8, False)])
def test_combinations_span_at_most_what_the_rule_allows(gap, found):
    groups = {0: finds("甲甲", [0]), 1: finds("乙", [2 + gap])}
    assert bool(list(combinations(RULE, groups))) is found
