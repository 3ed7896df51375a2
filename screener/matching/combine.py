"""Finds of a rule's groups -> combinations: one find of each group, apart from one another and close enough.

Owns distance and order. The work is linear in the number of finds of the rule's rarest group.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import itemgetter

from screener.lexicon.rules import Rule
from screener.matching.hits import Find

Groups = Mapping[int, list[Find]]

_LOOK_BACK = 8  # finds of a group that are tried: enough for words nested in one another, and the work stays linear
_MANY = 16  # finds of a group from which it pays to drop those that lie far from the other groups
_START = itemgetter(0)


def combinations(rule: Rule, groups: Groups) -> Iterator[tuple[Find, ...]]:
    """Yield combinations over at most `within` characters, none overlapping another.

    Finds are met in order of their ends; each is combined with the latest finds of the other groups that leave it room.
    """
    if not all(groups.get(g) for g in range(len(rule.groups))):
        return
    stream = sorted(((find, g) for g, finds in groups.items() for find in finds), key=lambda p: (p[0].end, p[0].start))
    recent: dict[int, list[Find]] = defaultdict(list)
    blocked_until = -1
    for find, group in stream:
        if find.start >= blocked_until:
            recent[group].append(find)
            combination = _around(rule, group, find, recent)
            if combination and _fits(rule, combination):
                blocked_until = find.end
                recent.clear()
                yield combination


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
    placed = sorted(combination, key=_START)
    if rule.ordered and any(left.start > right.start for left, right in pairwise(combination)):
        return False
    return not rule.within or placed[-1].end - placed[0].start <= rule.within


def near(rule: Rule, groups: Groups) -> Groups:
    """Return the groups, none empty, where they are large without finds too far from those of another group."""
    if not rule.within or max(map(len, groups.values())) < _MANY:
        return groups
    kept = {g: sorted(finds, key=_START) for g, finds in groups.items()}
    rarest_first = sorted(kept, key=lambda g: len(kept[g]))
    for one, other in chain(pairwise(rarest_first), pairwise(reversed(rarest_first))):
        kept[other] = _inside(_around_each(kept[one], rule.within), kept[other])
    return kept


def _around_each(finds: Sequence[Find], within: int) -> list[tuple[int, int]]:
    """Return the spans in which words near one of the finds (in order) start, those that meet as one."""
    spans: list[tuple[int, int]] = []
    low, high = 0, -1
    for find in finds:
        if find.start - within > high:
            if high >= 0:
                spans.append((low, high))
            low = find.start - within
        high = find.start + within
    return [*spans, (low, high)]


def _inside(spans: list[tuple[int, int]], finds: list[Find]) -> list[Find]:
    """Return the finds (in order) that start in one of the spans."""
    kept: list[Find] = []
    for low, high in spans:
        first = bisect_left(finds, low, key=_START)
        kept += finds[first : bisect_right(finds, high, lo=first, key=_START)]
    return kept
