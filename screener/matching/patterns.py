"""A lexicon -> the spellings to search for, and what each means.

Owns how terms are spelled out: as written, split into parts, with look-alike characters, as initials, by sound.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from screener.lexicon.rules import Lexicon, Rule, Status, Variants
from screener.normalize import fold_term
from screener.phonetics import NO_SOUND, sounds
from screener.records import Severity

_SHORT = 2  # syllables of a term whose sound-alikes are mostly chance


class Role(IntEnum):
    """What an occurrence of a spelling means."""

    TERM = 0
    NONE = 1
    CONTEXT = 2
    COVER = 3


class Use(NamedTuple):
    """Whose spelling it is: the index of the rule, context or exclusion, and for a rule the group."""

    role: Role
    owner: int
    group: int


class Spelling(NamedTuple):
    """One spelling of a term: `folded` is the term as folded, `variant` how the spelling differs from it.

    `bits` repeats the uses as terms: index of the rule, and the bit of the group, so that groups add up to a mask.
    """

    term: str
    folded: str
    variant: str
    uses: tuple[Use, ...]
    bits: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Keys to search and, under the same index, the spellings each stands for.

    By characters, by sounds, and by sounds that are looked for only where letters may be pinyin.
    """

    keys: tuple[str, ...]
    spellings: tuple[tuple[Spelling, ...], ...]
    sound_keys: tuple[str, ...]
    sound_spellings: tuple[tuple[Spelling, ...], ...]
    pinyin_keys: tuple[str, ...]
    pinyin_spellings: tuple[tuple[Spelling, ...], ...]


_Table = dict[str, dict[tuple[str, str, str], list[Use]]]


def compile_patterns(lexicon: Lexicon) -> Patterns:
    """Return every spelling that the lexicon asks to search for."""
    characters: _Table = {}
    by_sound: _Table = {}
    by_pinyin: _Table = {}
    for term, variants, use in _terms(lexicon):
        folded = fold_term(term)
        _add(characters, folded, term, folded, "exact", use)
        if variants is not Variants.EXACT:
            for key, variant in _disguises(folded, lexicon):
                _add(characters, key, term, folded, variant, use)
        if variants is Variants.ALL and len(folded) > 1:
            key = sounds(folded)
            if NO_SOUND not in key:
                _add(by_sound if _is_heard(folded, use, lexicon) else by_pinyin, key, term, folded, "sound", use)
    for term, use in _initials(lexicon):
        _add(characters, fold_term(term), term, fold_term(term), "initials", use)
    return Patterns(*_frozen(characters), *_frozen(by_sound), *_frozen(by_pinyin))


def _is_heard(folded: str, use: Use, lexicon: Lexicon) -> bool:
    """Return whether sound-alikes of the term are looked for in every text.

    Two syllables are found by chance in every second announcement, so they are only where the term alone convicts: what
    is itself no more than half a finding is no evidence when it is guessed as well.
    """
    rule = lexicon.rules[use.owner]
    return len(folded) > _SHORT or (len(rule.groups) == 1 and rule.severity is Severity.HIGH)


def _add(table: _Table, key: str, term: str, folded: str, variant: str, use: Use) -> None:
    uses = table.setdefault(key, {}).setdefault((term, folded, variant), [])
    if use not in uses:
        uses.append(use)


def _frozen(table: _Table) -> tuple[tuple[str, ...], tuple[tuple[Spelling, ...], ...]]:
    spellings = (tuple(_spelling(key, uses) for key, uses in entry.items()) for entry in table.values())
    return tuple(table), tuple(spellings)


def _spelling(key: tuple[str, str, str], uses: list[Use]) -> Spelling:
    bits = tuple((use.owner, 1 << use.group) for use in uses if use.role is Role.TERM)
    return Spelling(*key, tuple(uses), bits)


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
