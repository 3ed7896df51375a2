"""Two lexicons and a set of texts -> which decisions change, and by which rule.

Owns the comparison; both sides are screened in full, with the same classifier.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.pipeline import Screener
from screener.records import Screening


@dataclass(frozen=True, slots=True)
class Change:
    """A text whose decision or categories differ; rules name what only one side counted."""

    text: str
    before: str
    after: str
    rules_gone: tuple[str, ...]
    rules_new: tuple[str, ...]


def compare(old: Screener, new: Screener, texts: Sequence[str]) -> Iterator[Change]:
    """Yield every change between the two, in the order of `texts`."""
    for text in texts:
        before, after = old.screen_text(text), new.screen_text(text)
        if (before.decision, before.categories) != (after.decision, after.categories):
            gone, came = _rules(before) - _rules(after), _rules(after) - _rules(before)
            yield Change(text, _summary(before), _summary(after), tuple(sorted(gone)), tuple(sorted(came)))


def _summary(screening: Screening) -> str:
    return " ".join((screening.decision, *screening.categories))


def _rules(screening: Screening) -> set[str]:
    return {e.rule for reason in screening.reasons for e in reason.evidence if e.rule}
