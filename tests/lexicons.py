"""Small lexicons for tests: rules and contexts built in memory."""

from screener.lexicon import Boundary, Context, Exclusion, Lexicon, Rule, Scope, Status, Variants, load_lexicon
from screener.lexicon.rules import Place
from screener.records import Severity
from tests.conftest import ROOT

PACKAGED = load_lexicon(ROOT / "lexicons")
PLACE = Place("test.yaml", 1)


def rule(*groups, identity="T-10", **changes):
    values = {
        "id": identity,
        "category": "N7.gambling",
        "severity": Severity.HIGH,
        "status": Status.ACTIVE,
        "message": "疑似测试",
        "source": "测试",
        "groups": tuple(tuple(group) for group in groups),
        "within": 20,
        "ordered": False,
        "none": (),
        "initials": (),
        "contexts": ("warning",),
        "boundary": Boundary.AUTO,
        "variants": Variants.ALL,
        "positive": (),
        "negative": (),
        "place": PLACE,
    }
    return Rule(**(values | changes))


def lexicon(*rules, contexts=None, exclusions=()):
    warning = Context("warning", "是警示", Scope.BEFORE, 10, ("谨防", "远离"), default=True, always=False, place=PLACE)
    return Lexicon(
        version="test",
        taxonomy=PACKAGED.taxonomy,
        rules=rules,
        contexts=(warning,) if contexts is None else contexts,
        exclusions=exclusions,
        grants=(),
        splits={"赌": ("贝者",)},
        lookalikes={"博": "搏"},
    )


def exclusion(*phrases):
    return Exclusion(phrases, "普通词语", (), PLACE)


def context(scope, *terms, within=6):
    return Context("warning", "是警示", scope, within, terms, default=True, always=False, place=PLACE)
