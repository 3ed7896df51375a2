"""Finds of a rule's groups -> combinations: one find of each group, apart from one another and close enough.

Owns distance and order. The work is linear in the number of finds of the rule's rarest group.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
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
    """Return the groups, none empty, where they are large without finds too far from all of the rarest group."""
    if not rule.within or max(map(len, groups.values())) < _MANY:
        return groups
    rarest = min(groups.values(), key=len)
    spans = list(_merged((find.start - rule.within, find.start + rule.within) for find in sorted(rarest, key=_START)))
    return {g: finds if finds is rarest else _inside(spans, finds) for g, finds in groups.items()}


def _merged(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans (in order), those that meet as one."""
    low, high = next(spans)
    for start, end in spans:
        if start > high:
            yield low, high
            low = start
        high = max(high, end)
    yield low, high


def _inside(spans: list[tuple[int, int]], finds: list[Find]) -> list[Find]:
    """Return the finds that start in one of the spans."""
    finds = sorted(finds, key=_START)
    kept: list[Find] = []
    for low, high in spans:
        first = bisect_left(finds, low, key=_START)
        kept += finds[first : bisect_right(finds, high, lo=first, key=_START)]
    return kept
