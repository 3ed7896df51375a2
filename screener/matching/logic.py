"""Occurrences -> hits: groups, distance, word edges, covering phrases, cancelling contexts.

Owns every reason for which an occurrence does not count; each is one Chinese phrase that the explanation shows.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from screener.lexicon.rules import Boundary, Context, Lexicon, Rule, Scope
from screener.matching.hits import STRONG, Find, Hit, Matches, Part, name_sound, name_spelling, strength_of
from screener.matching.index import Role
from screener.normalize import STOP
from screener.words import Words, is_ordinary

_MOST = 20  # hits reported for one rule and text: a greeting that says a word a thousand times is no clearer for it
_SHORT = 3  # terms up to this length stand on word edges unless their rule says otherwise
_NONE_WITHIN = 80  # characters around a hit in which a `none` word sets it aside
_BY_LOOK = frozenset({"homophone", "sound", "lookalike"})

Groups = dict[int, list[Find]]


def judge(text: str, words: Words, finds: Sequence[Find], lexicon: Lexicon, complete: set[int]) -> Matches:
    """Return which of the finds make hits that count, and which hits were set aside and why.

    `complete` are the indexes of the rules that have a find for every group; others cannot hit.
    """
    bench = _Bench(text, words, lexicon, finds, complete)
    counted: list[Hit] = []
    set_aside: list[Hit] = []
    for owner in sorted(complete):
        hits = list(bench.hits(owner))
        counted += [hit for hit in hits if not hit.because][:_MOST]
        set_aside += [hit for hit in hits if hit.because][:_MOST]
    counted.sort(key=_order)
    set_aside.sort(key=_order)
    return Matches(tuple(counted), tuple(set_aside))


def _order(hit: Hit) -> tuple[int, int, str]:
    return hit.parts[0].start, -hit.parts[-1].end, hit.rule.id


class _Bench:
    """The finds of one text, sorted by what they mean."""

    def __init__(self, text: str, words: Words, lexicon: Lexicon, finds: Sequence[Find], complete: set[int]) -> None:
        self.text, self.words, self.lexicon = text, words, lexicon
        self._terms: dict[int, Groups] = {owner: defaultdict(list) for owner in complete}
        contexts: dict[int, set[tuple[int, int]]] = defaultdict(set)
        self._covers: list[tuple[Find, int]] = []
        self._none: dict[int, list[Find]] = defaultdict(list)
        for find in finds:
            for role, owner, group in find.spelling.uses:
                if role is Role.TERM:
                    if owner in complete:
                        self._terms[owner][group].append(find)
                elif role is Role.CONTEXT:
                    contexts[owner].add((find.start, find.end))
                elif role is Role.COVER:
                    self._covers.append((find, owner))
                elif owner in complete:
                    self._none[owner].append(find)
        self._contexts = [(lexicon.contexts[owner], sorted(spans)) for owner, spans in sorted(contexts.items())]

    def hits(self, owner: int) -> Iterator[Hit]:
        """Yield the hits of a rule: those of sure finds, and of guesses only where sure ones make none that counts."""
        rule, groups = self.lexicon.rules[owner], self._terms[owner]
        if len(rule.groups) == 1:
            yield from (self._hit(rule, owner, (find,)) for find in self._longest(groups[0]))
            return
        usable = {g: [find for find in finds if self._flaw(rule, find) is None] for g, finds in groups.items()}
        sure = {g: [find for find in finds if self._strength(find) >= STRONG] for g, finds in usable.items()}
        found = [self._hit(rule, owner, combination) for combination in _windows(rule, sure)]
        if not any(hit.because is None for hit in found):
            found += [self._hit(rule, owner, combination) for combination in _windows(rule, usable)]
        yield from dict.fromkeys(found)

    def _hit(self, rule: Rule, owner: int, combination: tuple[Find, ...]) -> Hit:
        because = self._flaw(rule, combination[0]) if len(combination) == 1 else None
        because = because or self._cancelled(rule, owner, combination)
        strengths = [self._strength(find) for find in combination]
        # Weak words beside a sure one are borne out by it.
        strength = sum(strengths) / len(strengths) if max(strengths) >= STRONG else min(strengths)
        return Hit(rule, tuple([self._part(find) for find in combination]), strength, because)

    def _variant(self, find: Find) -> str:
        if find.variant == "sound":
            return name_sound(self.words.folded[find.start : find.end], find.spelling.folded)
        return find.variant

    def _strength(self, find: Find) -> float:
        return strength_of(self._variant(find), len(find.spelling.folded))

    def _part(self, find: Find) -> Part:
        start, end, spelling, variant = find
        original = self.text[start:end]
        if variant == "exact":
            variant = "exact" if original == spelling.term else name_spelling(original, spelling.folded, spelling.term)
        elif variant == "sound":
            variant = self._variant(find)
        return Part(spelling.term, original, start, end, variant)

    def _longest(self, finds: list[Find]) -> list[Find]:
        """Return the finds that lie in no other find of the rule, the surest first among equals."""
        if len(finds) == 1:
            return finds
        kept: list[Find] = []
        for find in sorted(finds, key=lambda f: (f.start, -f.end, -self._strength(f))):
            if not kept or find.end > kept[-1].end:
                kept.append(find)
        return kept

    def _flaw(self, rule: Rule, find: Find) -> str | None:
        """Return why the find by itself is no use of the term, None if it is one."""
        if not self._has_letter_edges(find):
            return "是更长字母或数字串的一部分"
        if self._covers:
            covered = self._covered(rule, find)
            if covered:
                return covered
        if find.variant in _BY_LOOK and is_ordinary(self.words.folded[find.start : find.end]):
            return "读音或字形相近，但本身是日常词语"
        if find.variant == "exact" and not self._lies_well(rule, find):
            return "跨在词语边界上，不是独立的词"
        return None

    def _covered(self, rule: Rule, find: Find) -> str | None:
        for cover, owner in self._covers:
            overlaps = cover.start < find.end and find.start < cover.end
            # A find inside the phrase, or across its edge (售卖淫羊藿), is part of it; one that holds it whole is not.
            if overlaps and not (find.start <= cover.start and cover.end <= find.end and find[:2] != cover[:2]):
                exclusion = self.lexicon.exclusions[owner]
                if not exclusion.categories or rule.category in exclusion.categories:
                    return f"{exclusion.because}（“{cover.spelling.term}”）"
        return None

    def _lies_well(self, rule: Rule, find: Find) -> bool:
        """Return whether the find lies among the words of the text as its rule's boundary asks."""
        boundary, short = rule.boundary, len(find.spelling.folded) <= _SHORT
        if boundary is Boundary.FREE or (boundary is not Boundary.WORD and not short):
            return True
        edges = self.words.is_edge(find.start), self.words.is_edge(find.end)
        if all(edges) or boundary is not Boundary.ANY:
            return all(edges)
        # Inside one longer word will do. Pieces of two (开发|票务) will not, but beside other words of the rule half of
        # them may be jieba's mistake (马上转|到).
        inside = not any(self.words.is_edge(i) for i in range(find.start + 1, find.end))
        return inside or (any(edges) and len(rule.groups) > 1)

    def _has_letter_edges(self, find: Find) -> bool:
        first, last = find.spelling.folded[0], find.spelling.folded[-1]
        if not (first.isascii() or last.isascii()):
            return True
        text, start, end = self.text, find.start, find.end
        before = start > 0 and _same_run(text[start - 1], text[start])
        return not (before or (end < len(text) and _same_run(text[end - 1], text[end])))

    def _cancelled(self, rule: Rule, owner: int, combination: Sequence[Find]) -> str | None:
        start, end = min(find.start for find in combination), max(find.end for find in combination)
        for find in self._none.get(owner, ()):
            if start - _NONE_WITHIN <= find.start and find.end <= end + _NONE_WITHIN:
                return f"同时出现“{find.spelling.term}”"
        for context, spans in self._contexts:
            if context.name in rule.contexts:
                words = self._context_words(context, spans, combination)
                if words:
                    return f"{context.because}（“{words}”）"
        return None

    def _context_words(self, context: Context, spans: list[tuple[int, int]], combination: Sequence[Find]) -> str | None:
        low, high = self._window(context, combination)
        for i in range(bisect_left(spans, (low, 0)), len(spans)):
            start, end = spans[i]
            if start >= high:
                return None
            if end <= high and not any(find.start < end and start < find.end for find in combination):
                return self.text[start:end]
        return None

    def _window(self, context: Context, combination: Sequence[Find]) -> tuple[int, int]:
        """Return the span within which a word of the context cancels the combination."""
        folded, within = self.words.folded, context.within
        start, end = min(find.start for find in combination), max(find.end for find in combination)
        if context.scope is Scope.TEXT:
            return 0, len(folded)
        clause = max(folded.rfind(STOP, max(0, start - within), start) + 1, 0)
        low = max(clause, start - within)
        stop = folded.find(STOP, end, end + within)
        high = min(len(folded) if stop < 0 else stop, end + within)
        if context.scope is Scope.BEFORE:
            return low, max(find.start for find in combination)
        if context.scope is Scope.AFTER:
            return min(find.end for find in combination), high
        return low, high


def _same_run(left: str, right: str) -> bool:
    """Return whether two neighbours belong to one run of letters, or one of digits, as written."""
    if not left.isascii() or not right.isascii():
        return False
    return (left.isdigit() and right.isdigit()) or (left.isalpha() and right.isalpha())


def _windows(rule: Rule, groups: Groups) -> Iterator[tuple[Find, ...]]:
    """Yield combinations, one find of each group, apart from one another, over at most `within` characters.

    Finds are met in order of their ends; each is combined with the latest finds of the other groups that leave it room.
    """
    if not all(groups.get(g) for g in range(len(rule.groups))):
        return
    stream = sorted(((find, g) for g, finds in groups.items() for find in finds), key=lambda p: (p[0].end, p[0].start))
    recent: Groups = defaultdict(list)
    blocked_until = -1
    for find, group in stream:
        if find.start >= blocked_until:
            recent[group].append(find)
            combination = _around(rule, group, find, recent)
            if combination and _fits(rule, combination):
                blocked_until = find.end
                recent.clear()
                yield combination


_LOOK_BACK = 8  # finds of a group that are tried: enough for words nested in one another, and the work stays linear


def _around(rule: Rule, group: int, find: Find, recent: Groups) -> tuple[Find, ...] | None:
    chosen = {group: find}
    for other in range(len(rule.groups)):
        if other != group:
            candidates = reversed(recent[other][-_LOOK_BACK:])
            apart = (f for f in candidates if all(f.end <= c.start or c.end <= f.start for c in chosen.values()))
            match = next(apart, None)
            if match is None:
                return None
            chosen[other] = match
    return tuple(chosen[g] for g in range(len(rule.groups)))


def _fits(rule: Rule, combination: tuple[Find, ...]) -> bool:
    placed = sorted(combination, key=lambda find: find.start)
    if rule.ordered and any(left.start > right.start for left, right in pairwise(combination)):
        return False
    return not rule.within or placed[-1].end - placed[0].start <= rule.within
