"""Every example of every rule: on a positive one the rule speaks for itself, on a negative one it does not."""

import pytest

from screener.lexicon import Status, load_lexicon
from screener.matching.hits import STRONG
from tests.conftest import ROOT

LEXICON = load_lexicon(ROOT / "lexicons")
RULES = [rule for rule in LEXICON.rules if rule.status is Status.ACTIVE]


def fires(matcher, rule, text):
    return any(hit.rule.id == rule.id and hit.strength >= STRONG for hit in matcher.match(text).hits)


def cases(which):
    return [
        pytest.param(rule, text, id=f"{rule.id}-{which}-{number}")
        for rule in RULES
        for number, text in enumerate(getattr(rule, which), start=1)
    ]


@pytest.mark.parametrize(("rule", "text"), cases("positive"))
def test_positive(matcher, rule, text):
    assert fires(matcher, rule, text)


@pytest.mark.parametrize(("rule", "text"), cases("negative"))
def test_negative(matcher, rule, text):
    assert not fires(matcher, rule, text)
