"""Occurrences -> hits: which finds a rule's words make, and which of them count.

Owns the search for the hits of each rule; why a find does not count is `flaws`' to say, what lies together `combine`'s.
"""

from collections.abc import Iterable, Iterator

from screener.lexicon.rules import Lexicon, Rule
from screener.matching.combine import combinations, near
from screener.matching.flaws import Cited, Flaws
from screener.matching.hits import (
    STRONG,
    Find,
    Found,
    Hit,
    Matches,
    Part,
    name_sound,
    name_spelling,
    strength_of,
    strength_together,
)
from screener.matching.index import Spelling, slot_of
from screener.words import Words

_MOST = 20  # hits reported for one rule and text: a greeting that says a word a thousand times is no clearer for it


def judge(
    text: str, words: Words, found: Iterable[Found], lexicon: Lexicon, complete: Iterable[int], wanted: Iterable[int]
) -> Matches:
    """Return which finds make hits that count, and which hits were set aside and why.

    `complete` are the rules (in order) that may have a find for every group, and `wanted` their slots; others cannot
    hit.
    """
    bench = _Bench(text, words, lexicon, found, wanted)
    hits = [hit for owner in complete for hit in bench.hits(owner)]
    if len(hits) > 1:
        hits.sort(key=_order)
    return Matches(tuple([hit for hit in hits if not hit.because]), tuple([hit for hit in hits if hit.because]))


def _order(hit: Hit) -> tuple[int, int, str]:
    return hit.parts[0].start, -hit.parts[-1].end, hit.rule.id


_Combined = tuple[tuple[Find, ...], str | None]  # a combination and why it does not count, None where it does


class _Bench:
    """The finds of one text, sorted by what they mean."""

    def __init__(
        self, text: str, words: Words, lexicon: Lexicon, found: Iterable[Found], wanted: Iterable[int]
    ) -> None:
        self.text, self.words, self.lexicon = text, words, lexicon
        cited: list[Cited] = []
        self._terms: dict[int, list[Find]] = {slot: [] for slot in wanted}
        for spelling, finds in found:
            if spelling.cited:
                cited += [(role, owner, finds) for role, owner, _ in spelling.cited]
            self._add(spelling, finds)
        self._flaws = Flaws(text, words, lexicon, cited)

    def _add(self, spelling: Spelling, finds: list[Find]) -> None:
        terms = self._terms
        slots = [slot for slot in spelling.slots if slot in terms]
        if slots and spelling.variant == "sound":
            finds = [self._named(find) for find in finds]
        for slot in slots:
            terms[slot] += finds

    def hits(self, owner: int) -> Iterator[Hit]:
        """Yield the first hits of a rule that count, and the first of those set aside that are met on the way."""
        rule, counted, set_aside = self.lexicon.rules[owner], 0, 0
        for combination, because in self._combinations(rule, owner):
            if because is None:
                counted += 1
            else:
                set_aside += 1
            if because is None or set_aside <= _MOST:
                yield self._hit(rule, combination, because)
            if counted == _MOST:
                return

    def _combinations(self, rule: Rule, owner: int) -> Iterator[_Combined]:
        """Yield what a rule finds: what is sure, and guesses only where nothing that is sure counts."""
        flaw_of, cancelled = self._flaws.of, self._flaws.cancelled
        if len(rule.groups) == 1:
            for find in _longest(self._terms[slot_of(owner, 0)]):
                yield (find,), flaw_of(rule, find) or cancelled(rule, owner, (find,))
            return
        groups = {g: self._terms[slot_of(owner, g)] for g in range(len(rule.groups))}
        usable = {g: [find for find in finds if not flaw_of(rule, find)] for g, finds in near(rule, groups).items()}
        sure = {g: [find for find in finds if strength_of(find) >= STRONG] for g, finds in usable.items()}
        found = {combination: cancelled(rule, owner, combination) for combination in combinations(rule, sure)}
        yield from found.items()
        if None not in found.values():
            for combination in combinations(rule, usable):
                if combination not in found:
                    yield combination, cancelled(rule, owner, combination)

    def _hit(self, rule: Rule, combination: tuple[Find, ...], because: str | None) -> Hit:
        if len(combination) == 1:
            return Hit(rule, (self._part(combination[0]),), strength_of(combination[0]), because)
        return Hit(rule, tuple([self._part(find) for find in combination]), strength_together(combination), because)

    def _named(self, find: Find) -> Find:
        """Return a find by sound with how alike it sounds."""
        start, end, spelling, variant = find
        if variant != "sound":
            return find
        return Find(start, end, spelling, name_sound(self.words.folded[start:end], spelling.folded))

    def _part(self, find: Find) -> Part:
        start, end, spelling, variant = find
        original = self.text[start:end]
        if variant == "exact" and original != spelling.term:
            variant = name_spelling(original, spelling.folded, spelling.term)
        return Part(spelling.term, original, start, end, variant)


def _longest(finds: list[Find]) -> list[Find]:
    """Return the finds that lie in no other find of the rule, the surest first among equals."""
    if len(finds) == 1:
        return finds
    kept: list[Find] = []
    for find in sorted(finds, key=lambda f: (f.start, -f.end, -strength_of(f))):
        if not kept or find.end > kept[-1].end:
            kept.append(find)
    return kept
