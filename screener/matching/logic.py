"""Occurrences -> hits: groups, distance, word edges, covering phrases, cancelling contexts.

Owns every reason for which an occurrence does not count; each is one Chinese phrase that the explanation shows.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from screener.lexicon.rules import Boundary, Context, Lexicon, Rule, Scope
from screener.matching.hits import STRONG, Find, Hit, Matches, Part, name_spelling, strength_of
from screener.matching.patterns import Role
from screener.normalize import STOP
from screener.words import Words

_MOST = 20  # hits reported for one rule and text: a greeting that says a word a thousand times is no clearer for it
_SHORT = 3  # terms up to this length stand on word edges unless their rule says otherwise


def judge(text: str, words: Words, finds: Sequence[Find], lexicon: Lexicon) -> Matches:
    """Return which of the finds make hits that count, and which hits were set aside and why."""
    bench = _Bench(text, words, lexicon, finds)
    counted: list[Hit] = []
    set_aside: list[Hit] = []
    for owner, groups in bench.terms.items():
        if len(groups) == len(lexicon.rules[owner].groups):
            hits = list(bench.hits(owner, groups))
            counted += [hit for hit in hits if not hit.because][:_MOST]
            set_aside += [hit for hit in hits if hit.because][:_MOST]
    return Matches(tuple(sorted(counted, key=_order)), tuple(sorted(set_aside, key=_order)))


def _order(hit: Hit) -> tuple[int, int, str]:
    return hit.parts[0].start, -hit.parts[-1].end, hit.rule.id


class _Bench:
    """The finds of one text, sorted by what they mean."""

    def __init__(self, text: str, words: Words, lexicon: Lexicon, finds: Sequence[Find]) -> None:
        self.text, self.words, self.lexicon = text, words, lexicon
        self.terms: dict[int, dict[int, list[Find]]] = defaultdict(lambda: defaultdict(list))
        self.contexts: dict[int, list[Find]] = defaultdict(list)
        self.covers: list[tuple[Find, int]] = []
        self.none: dict[int, Find] = {}
        for find in finds:
            for role, owner, group in find.spelling.uses:
                if role is Role.TERM:
                    self.terms[owner][group].append(find)
                elif role is Role.CONTEXT:
                    self.contexts[owner].append(find)
                elif role is Role.COVER:
                    self.covers.append((find, owner))
                else:
                    self.none.setdefault(owner, find)
        self._spans = {owner: sorted((f.start, f.end) for f in found) for owner, found in self.contexts.items()}

    def hits(self, owner: int, groups: dict[int, list[Find]]) -> Iterator[Hit]:
        rule = self.lexicon.rules[owner]
        for combination in _combinations(rule, groups, lambda find: self._flaw(rule, find)):
            because = next(filter(None, (self._flaw(rule, find) for find in combination)), None)
            because = because or self._cancelled(rule, owner, combination)
            parts = tuple(self._part(find) for find in combination)
            yield Hit(rule, parts, _strength(combination), because)

    def _part(self, find: Find) -> Part:
        original, spelling = self.text[find.start : find.end], find.spelling
        variant = find.variant
        if variant == "exact":
            variant = name_spelling(original, spelling.folded, spelling.term)
        return Part(spelling.term, original, find.start, find.end, variant)

    def _flaw(self, rule: Rule, find: Find) -> str | None:
        """Return why the find by itself is no use of the term, None if it is one."""
        if not self._has_letter_edges(find):
            return "是更长字母或数字串的一部分"
        for cover, owner in self.covers:
            exclusion = self.lexicon.exclusions[owner]
            inside = cover.start <= find.start and find.end <= cover.end
            if inside and (not exclusion.categories or rule.category in exclusion.categories):
                return f"{exclusion.because}（“{cover.spelling.term}”）"
        if find.variant in ("homophone", "sound", "lookalike") and self.words.is_ordinary(find.start, find.end):
            return "读音或字形相近，但本身是日常词语"
        if find.variant == "exact" and self._needs_edges(rule, find) and not self.words.on_edges(find.start, find.end):
            return "跨在词语边界上，不是独立的词"
        return None

    def _needs_edges(self, rule: Rule, find: Find) -> bool:
        if rule.boundary is Boundary.AUTO:
            return len(find.spelling.folded) <= _SHORT
        return rule.boundary is Boundary.WORD

    def _has_letter_edges(self, find: Find) -> bool:
        folded, key = self.words.folded, find.spelling.folded
        before = folded[find.start - 1] if find.start else ""
        after = folded[find.end] if find.end < len(folded) else ""
        return not (_same_run(before, key[0]) or _same_run(key[-1], after))

    def _cancelled(self, rule: Rule, owner: int, combination: Sequence[Find]) -> str | None:
        if owner in self.none:
            return f"同时出现“{self.none[owner].spelling.term}”"
        start, end = min(find.start for find in combination), max(find.end for find in combination)
        for index, context in enumerate(self.lexicon.contexts):
            if context.name in rule.contexts and index in self._spans:
                words = self._context_words(context, self._spans[index], start, end)
                if words:
                    return f"{context.because}（“{words}”）"
        return None

    def _context_words(self, context: Context, spans: list[tuple[int, int]], start: int, end: int) -> str | None:
        low, high = self._window(context, start, end)
        for i in range(bisect_left(spans, (low, 0)), len(spans)):
            context_start, context_end = spans[i]
            if context_start >= high:
                return None
            if context_end <= high and not (start <= context_start and context_end <= end):
                return self.text[context_start:context_end]
        return None

    def _window(self, context: Context, start: int, end: int) -> tuple[int, int]:
        """Return the span within which a word of the context cancels a hit at `[start, end)`."""
        folded, within = self.words.folded, context.within
        if context.scope is Scope.TEXT:
            return 0, len(folded)
        low = max(folded.rfind(STOP, 0, start) + 1, start - within)
        stop = folded.find(STOP, end)
        high = min(len(folded) if stop < 0 else stop, end + within)
        if context.scope is Scope.BEFORE:
            return low, start
        if context.scope is Scope.AFTER:
            return end, high
        return low, high


def _same_run(left: str, right: str) -> bool:
    """Return whether two neighbours belong to one run of letters, or one of digits."""
    if not left or not right:
        return False
    return (left.isdigit() and right.isdigit()) or ("a" <= left <= "z" and "a" <= right <= "z")


def _strength(combination: Sequence[Find]) -> float:
    """Return how sure the whole is: a weak word beside a strong one is borne out by it."""
    strengths = [strength_of(find.variant, len(find.spelling.folded)) for find in combination]
    return min(strengths) if max(strengths) < STRONG else (min(strengths) + max(strengths)) / 2


def _combinations(
    rule: Rule, groups: dict[int, list[Find]], flaw: Callable[[Find], str | None]
) -> Iterator[tuple[Find, ...]]:
    if len(rule.groups) == 1:
        yield from ((find,) for find in _longest(groups[0]))
        return
    sound = {g: [find for find in finds if flaw(find) is None] for g, finds in groups.items()}
    if all(sound.values()):
        yield from _windows(rule, sound)


def _longest(finds: list[Find]) -> list[Find]:
    """Return the finds that lie in no other find of the rule, plainest variant first among equals."""
    kept: list[Find] = []
    for find in sorted(finds, key=lambda f: (f.start, -f.end, -strength_of(f.variant, len(f.spelling.folded)))):
        if not kept or find.end > kept[-1].end:
            kept.append(find)
    return kept


def _windows(rule: Rule, groups: dict[int, list[Find]]) -> Iterator[tuple[Find, ...]]:
    """Yield combinations, one find of each group, apart from one another, over at most `within` characters."""
    stream = sorted(((find, group) for group, finds in groups.items() for find in finds), key=lambda p: p[0].end)
    last: dict[int, Find] = {}
    blocked_until = -1
    for find, group in stream:
        if rule.ordered and group and not (group - 1 in last and last[group - 1].end <= find.start):
            continue
        last[group] = find
        combination = tuple(last[g] for g in sorted(last))
        if len(combination) < len(rule.groups) or min(f.start for f in combination) < blocked_until:
            continue
        if _fits(rule, combination):
            blocked_until = find.end
            yield combination


def _fits(rule: Rule, combination: tuple[Find, ...]) -> bool:
    placed = sorted(combination, key=lambda find: find.start)
    if any(left.end > right.start for left, right in pairwise(placed)):
        return False
    if rule.ordered and list(combination) != placed:
        return False
    return not rule.within or placed[-1].end - placed[0].start <= rule.within
