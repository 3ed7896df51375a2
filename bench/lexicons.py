"""A word list as a lexicon: one rule, every word alone, all variants on."""

from collections.abc import Sequence

from screener.config import Settings
from screener.lexicon import Boundary, Lexicon, Rule, Status, Variants
from screener.lexicon.rules import Place
from screener.lexicon.taxonomy import load_taxonomy
from screener.normalize import COMMA, STOP, fold_term
from screener.records import Severity


def plain(words: Sequence[str]) -> Lexicon:
    """Return a lexicon that looks for `words`, as an imported list does: inside other words too."""
    usable = tuple(word for word in words if _usable(fold_term(word)))
    rule = Rule(
        id="BENCH-10",
        category="N9",
        severity=Severity.LOW,
        status=Status.ACTIVE,
        message="疑似词",
        source="bench",
        groups=(usable,),
        within=0,
        ordered=False,
        none=(),
        initials=(),
        contexts=(),
        boundary=Boundary.FREE,
        variants=Variants.ALL,
        positive=(),
        negative=(),
        place=Place("bench", 1),
    )
    taxonomy = load_taxonomy(Settings().lexicons / "categories.yaml")
    return Lexicon("bench", taxonomy, (rule,), (), (), (), {}, {})


def _usable(folded: str) -> bool:
    return bool(folded) and COMMA not in folded and STOP not in folded
