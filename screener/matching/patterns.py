"""A lexicon -> the spellings to search for, and what each means.

Owns how terms are spelled out: as written, split into parts, with look-alike characters, as initials, by sound.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.lexicon.rules import Lexicon, Rule, Status, Variants
from screener.matching.index import Index, Role, Use
from screener.normalize import CONTACTS, fold_term
from screener.phonetics import NO_SOUND, sounds
from screener.records import Severity

_SHORT = 2  # syllables of a term whose sound-alikes are mostly chance


@dataclass(frozen=True, slots=True)
class Patterns:
    """What to search: by characters, by sounds, and by sounds that are looked for only where letters may be pinyin."""

    characters: Index
    sounds: Index
    pinyin: Index


Spellings = dict[str, dict[tuple[str, str, str], list[Use]]]


def compile_patterns(lexicon: Lexicon) -> Patterns:
    """Return what to search a text for to find what the lexicon asks for."""
    characters, by_sound, by_pinyin = spell_out(lexicon)
    return Patterns(
        Index.build(characters), Index.build(by_sound, as_bytes=False), Index.build(by_pinyin, as_bytes=False)
    )


def spell_out(lexicon: Lexicon) -> tuple[Spellings, Spellings, Spellings]:
    """Return every spelling to search for: by characters, by sounds, and by sounds only where letters may be pinyin."""
    characters: Spellings = {}
    by_sound: Spellings = {}
    by_pinyin: Spellings = {}
    telling = _telling(lexicon)
    for term, variants, use in _terms(lexicon):
        folded = fold_term(term)
        if term in CONTACTS:
            _add(characters, folded, term, folded, "contact", use)
            continue
        _add(characters, folded, term, folded, "exact", use)
        if variants is not Variants.EXACT and folded in telling:
            for key, variant in _disguises(folded, lexicon):
                _add(characters, key, term, folded, variant, use)
        if variants is Variants.ALL and len(folded) > 1:
            key = sounds(folded)
            if NO_SOUND not in key:
                _add(by_sound if _is_heard(folded, use, lexicon) else by_pinyin, key, term, folded, "sound", use)
    for term, use in _initials(lexicon):
        _add(characters, fold_term(term), term, fold_term(term), "initials", use)
    return characters, by_sound, by_pinyin


def _telling(lexicon: Lexicon) -> set[str]:
    """Return the folded terms that some rule finds enough: who hides hides them, not the everyday words around them."""
    rules = (rule for rule in lexicon.rules if len(rule.groups) == 1 and rule.status is not Status.RETIRED)
    return {fold_term(term) for rule in rules for term in rule.groups[0]}


def _is_heard(folded: str, use: Use, lexicon: Lexicon) -> bool:
    """Return whether sound-alikes of the term are looked for in every text.

    Two syllables are found by chance in every second announcement, so they are only where the term alone convicts: what
    is itself no more than half a finding is no evidence when it is guessed as well.
    """
    rule = lexicon.rules[use.owner]
    return len(folded) > _SHORT or (len(rule.groups) == 1 and rule.severity is Severity.HIGH)


def _add(table: Spellings, key: str, term: str, folded: str, variant: str, use: Use) -> None:
    uses = table.setdefault(key, {}).setdefault((term, folded, variant), [])
    if use not in uses:
        uses.append(use)


def _terms(lexicon: Lexicon) -> Iterator[tuple[str, Variants, Use]]:
    for owner, rule in enumerate(lexicon.rules):
        if rule.status is not Status.RETIRED:
            yield from _rule_terms(owner, rule)
    for owner, context in enumerate(lexicon.contexts):
        yield from ((term, Variants.EXACT, Use(Role.CONTEXT, owner, 0)) for term in context.terms)
    for owner, exclusion in enumerate(lexicon.exclusions):
        yield from ((phrase, Variants.EXACT, Use(Role.COVER, owner, 0)) for phrase in exclusion.phrases)


def _rule_terms(owner: int, rule: Rule) -> Iterator[tuple[str, Variants, Use]]:
    for group, terms in enumerate(rule.groups):
        yield from ((term, rule.variants, Use(Role.TERM, owner, group)) for term in terms)
    yield from ((term, Variants.EXACT, Use(Role.NONE, owner, 0)) for term in rule.none)


def _initials(lexicon: Lexicon) -> Iterator[tuple[str, Use]]:
    for owner, rule in enumerate(lexicon.rules):
        if rule.status is not Status.RETIRED:
            yield from ((term, Use(Role.TERM, owner, 0)) for term in rule.initials)


def _disguises(folded: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield spellings of a folded term: all splittable characters split, each alone, and each look-alike alone."""
    whole = "".join(lexicon.splits.get(c, (c,))[0] for c in folded)
    if whole != folded:
        yield whole, "split"
    for i, c in enumerate(folded):
        for parts in lexicon.splits.get(c, ()):
            yield folded[:i] + parts + folded[i + 1 :], "split"
        for other in lexicon.lookalikes.get(c, ""):
            if len(folded) > 1:
                yield folded[:i] + other + folded[i + 1 :], "lookalike"
