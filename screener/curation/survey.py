"""A lexicon -> counts, and where a word stands in it.

Owns `stats`, `search` and `export`; nothing is judged here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from screener.lexicon import Lexicon, Rule, Status
from screener.matching.patterns import spell_out
from screener.normalize import fold_term


class Row(NamedTuple):
    """Counts of one category."""

    category: str
    rules: int
    combinations: int
    terms: int
    high: int
    shadow: int


class Place(NamedTuple):
    """Where a word stands: the entry, its role there, the word as written."""

    place: str
    entry: str
    role: str
    term: str


def stats(lexicon: Lexicon) -> list[Row]:
    """Return counts by category, in the order of the agreement, categories without rules included."""
    rows = []
    for code in lexicon.taxonomy.categories:
        rules = [rule for rule in lexicon.rules if rule.category == code]
        rows.append(
            Row(
                category=code,
                rules=len(rules),
                combinations=sum(len(rule.groups) > 1 for rule in rules),
                terms=len({fold_term(term) for rule in rules for term in terms_of(rule)}),
                high=sum(rule.severity == "high" for rule in rules),
                shadow=sum(rule.status is Status.SHADOW for rule in rules),
            )
        )
    return rows


def spellings(lexicon: Lexicon) -> Counter[str]:
    """Return how many spellings the lexicon is searched by, by variant."""
    characters, by_sound, _ = spell_out(lexicon)
    tables = (*characters.values(), *by_sound.values())
    return Counter(variant for spellings in tables for _, _, variant in spellings)


def terms_of(rule: Rule) -> Iterator[str]:
    """Yield every word that can take part in firing the rule."""
    for group in rule.groups:
        yield from group
    yield from rule.initials


def search(lexicon: Lexicon, word: str) -> Iterator[Place]:
    """Yield every entry with a word that holds `word`, or that `word` holds."""
    wanted = fold_term(word)
    for rule in lexicon.rules:
        where = str(rule.place)
        yield from _among(wanted, terms_of(rule), where, f"{rule.id} [{rule.category}]", "term")
        yield from _among(wanted, rule.none, where, f"{rule.id} [{rule.category}]", "none")
    for context in lexicon.contexts:
        yield from _among(wanted, context.terms, str(context.place), context.name, "context")
    for exclusion in lexicon.exclusions:
        yield from _among(wanted, exclusion.phrases, str(exclusion.place), exclusion.because, "exclusion")


def _among(wanted: str, terms: Iterator[str] | tuple[str, ...], place: str, entry: str, role: str) -> Iterator[Place]:
    for term in terms:
        folded = fold_term(term)
        if wanted and (wanted in folded or folded in wanted):
            yield Place(place, entry, role, term)
