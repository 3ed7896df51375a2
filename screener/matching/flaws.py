"""Why a find does not count: edges, covering phrases, everyday words, cancelling words and contexts.

Owns every reason for setting a find aside; each is one Chinese phrase that the explanation shows.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from screener.lexicon.rules import Boundary, Context, Lexicon, Rule, Scope
from screener.matching.hits import Find
from screener.matching.index import Role
from screener.normalize import STOP
from screener.words import Words, is_ordinary

_SHORT = 3  # terms up to this length stand on word edges unless their rule says otherwise
_NONE_WITHIN = 80  # characters around a hit in which a `none` word sets it aside
_BY_SOUND = frozenset({"homophone", "sound"})
_BY_LOOK = _BY_SOUND | {"lookalike"}
_END, _by_end = itemgetter(1), itemgetter(1, 0)


Cited = tuple[Role, int, list[Find]]
"""What finds are other than words of a rule: their role, whose they are, and the finds."""


class Flaws:
    """Tells for the finds of one text whether something in it speaks against them."""

    _covers: Sequence[tuple[Find, int]] = ()
    _none: Mapping[int, list[Find]] = {}
    _contexts: Sequence[tuple[Context, list[tuple[int, int]]]] = ()

    def __init__(self, text: str, words: Words, lexicon: Lexicon, cited: Sequence[Cited]) -> None:
        """Take the text, and what was found in it that may speak against finds."""
        self.text, self.words, self.lexicon = text, words, lexicon
        if cited:
            self._sort(cited)

    def _sort(self, cited: Iterable[Cited]) -> None:
        covers: list[tuple[Find, int]] = []
        none: dict[int, list[Find]] = defaultdict(list)
        contexts: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for role, owner, finds in cited:
            if role is Role.COVER:
                covers += [(find, owner) for find in finds]
            elif role is Role.NONE:
                none[owner] += finds
            else:
                contexts[owner].update([find[:2] for find in finds])
        for words in none.values():
            words.sort(key=_by_end)
        covers.sort(key=lambda cover: _by_end(cover[0]))
        self._covers, self._none = covers, none
        self._cover_ends = [find.end for find, _ in covers]
        self._longest_cover = max([find.end - find.start for find, _ in covers], default=0)
        self._contexts = [(self.lexicon.contexts[owner], sorted(spans)) for owner, spans in sorted(contexts.items())]

    def of(self, rule: Rule, find: Find) -> str | None:
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
        if find.variant in _BY_SOUND and len(rule.groups) > 1 and self._cuts_words(find):
            return "读音相近，但跨在词语边界上"
        return None

    def cancelled(self, rule: Rule, owner: int, combination: Sequence[Find]) -> str | None:
        """Return which word of the text sets the rule's finds aside, however good they are; None if none does."""
        if owner in self._none:
            word = self._none_word(self._none[owner], combination)
            if word:
                return f"同时出现“{word}”"
        for context, spans in self._contexts:
            if context.name in rule.contexts:
                words = self._context_words(context, spans, combination)
                if words:
                    return f"{context.because}（“{words}”）"
        return None

    def _covered(self, rule: Rule, find: Find) -> str | None:
        covers, last = self._covers, find.end + self._longest_cover
        for i in range(bisect_right(self._cover_ends, find.start), len(covers)):
            cover, owner = covers[i]
            if cover.end >= last:
                return None
            # A find inside the phrase, or across its edge (售卖淫羊藿), is part of it; one that holds it whole is not.
            holds = find.start <= cover.start and cover.end <= find.end and find[:2] != cover[:2]
            if cover.start < find.end and not holds:
                exclusion = self.lexicon.exclusions[owner]
                if not exclusion.categories or rule.category in exclusion.categories:
                    return f"{exclusion.because}（“{cover.spelling.term}”）"
        return None

    def _none_word(self, finds: list[Find], combination: Sequence[Find]) -> str | None:
        start, end = min(find.start for find in combination), max(find.end for find in combination)
        for i in range(bisect_left(finds, start - _NONE_WITHIN, key=_END), len(finds)):
            if finds[i].end > end + _NONE_WITHIN:
                return None
            if finds[i].start >= start - _NONE_WITHIN and not self._asks(finds[i].start):
                return finds[i].spelling.term
        return None

    def _cuts_words(self, find: Find) -> bool:
        """Return whether a short find by sound begins or ends inside a word: 人一概 in 个人一概 is not 任意改.

        One that stands alone is too weak to count anyway, and not worth cutting the text into words.
        """
        edges = self.words.is_edge(find.start) and self.words.is_edge(find.end)
        return len(find.spelling.folded) <= _SHORT and not edges

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

    def _context_words(self, context: Context, spans: list[tuple[int, int]], combination: Sequence[Find]) -> str | None:
        low, high = self._window(context, combination)
        for i in range(bisect_left(spans, (low, 0)), len(spans)):
            start, end = spans[i]
            if start >= high:
                return None
            apart = not any(find.start < end and start < find.end for find in combination)
            if end <= high and apart and not self._asks(start):
                return self.text[start:end]
        return None

    def _asks(self, start: int) -> bool:
        """Return whether the word that starts there is half a question: 不要 in 要不要, 没有 in 有没有 deny nothing."""
        around = self.words.folded[max(0, start - 1) : start + 2]
        return len(around) == 3 and around[1] in "不没" and around[0] == around[2]

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
