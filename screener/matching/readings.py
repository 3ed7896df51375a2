"""Readings of a disguised text -> what can be found in them and not in the text as it stands.

Owns the readings: without inserted symbols, without repeats, without padding, and with Latin letters read as pinyin.
Something new can only be read across a place where something was left out, or with letters in it, so only the
surroundings of those are searched.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from screener.matching.index import Index, Located, Occurrence, Span
from screener.matching.patterns import Patterns
from screener.normalize import Stream, collapse, strip, unpad
from screener.phonetics import Spoken, spoken

_AROUND_PINYIN = 240  # sounds around letters within which they speak of the whole: most announcements are shorter


def disguised(folded: str, patterns: Patterns, seen: set[Occurrence]) -> Iterator[Located]:
    """Yield what other readings of `folded` hold; `seen` are the (start, end, key) that it holds as it stands."""
    stripped = strip(folded)
    index = patterns.characters
    for variant, stream in _readings(stripped):
        near = list(_near(_joints(stream.seams, stream.text, index), stream.text, index, index.reach))
        if near:
            starts = stream.starts
            read = dict.fromkeys((starts[start], starts[end - 1] + 1, key) for start, end, key in near)
            new = [occurrence for occurrence in read if occurrence not in seen]
            seen.update(new)
            yield from index.located(new, variant)
    yield from _sounded(stripped, patterns)


def _readings(stripped: Stream) -> Iterator[tuple[str, Stream]]:
    if stripped.seams:
        yield "symbols", stripped
    collapsed = collapse(stripped)
    if collapsed:
        yield "repeat", collapsed
    unpadded = unpad(stripped)
    if unpadded:
        yield "padding", unpadded


def _joints(seams: Iterable[int], text: str, index: Index) -> list[Span]:
    """Return the seams, as spans, at which something new can be found."""
    return [(seam, seam) for seam in index.joints(text, seams)]


def _near(spans: Iterable[Span], text: str, index: Index, reach: int) -> Iterator[Occurrence]:
    """Yield the occurrences in the text within `reach` characters of one of the spans (in order)."""
    for low, high in _surroundings(spans, reach, len(text)):
        for start, end, key in index.scan(text[low:high]):
            yield low + start, low + end, key


def _surroundings(spans: Iterable[Span], reach: int, size: int) -> Iterator[Span]:
    """Yield the spans (in order) widened by `reach` within `[0, size)`, those that meet as one."""
    low, high = 0, -1
    for start, end in spans:
        if start - reach > high:
            if high >= 0:
                yield low, min(size, high)
            low = max(0, start - reach)
        high = max(high, end + reach)
    if high >= 0:
        yield low, min(size, high)


def _sounded(stripped: Stream, patterns: Patterns) -> Iterator[Located]:
    """Yield what is found by sound once letters are read as pinyin, or symbols taken out.

    Where one word is written in pinyin others around it may be disguised as well: there short words are heard, too.
    """
    if not stripped.seams and not _LETTER.search(stripped.text):
        return
    heard = spoken(stripped.text)
    if heard.runs:
        said = _near(heard.runs, heard.sounds, patterns.pinyin, _AROUND_PINYIN)
        yield from _by_sound(stripped, heard, said, patterns.pinyin, everywhere=True)
    if heard.runs or stripped.seams:
        seams = [bisect_left(heard.starts, seam) for seam in stripped.seams] if heard.runs else stripped.seams
        changed = sorted([*heard.runs, *_joints(seams, heard.sounds, patterns.sounds)])
        occurrences = _near(changed, heard.sounds, patterns.sounds, patterns.sounds.reach)
        yield from _by_sound(stripped, heard, occurrences, patterns.sounds, everywhere=False)


def _by_sound(
    stripped: Stream, heard: Spoken, occurrences: Iterable[Occurrence], index: Index, *, everywhere: bool
) -> Iterator[Located]:
    """Yield what sounds stand for: `everywhere`, or only where the text as it stands does not sound so."""
    for first, last, key in occurrences:
        start, end = heard.starts[first], heard.ends[last - 1]
        text, span = stripped.text[start:end], (stripped.starts[start], stripped.starts[end - 1] + 1)
        lettered = _LETTER.search(text) is not None
        if everywhere or lettered or span[1] - span[0] > end - start:
            for spelling in index[key]:
                if spelling.folded != text:
                    yield spelling, _name_spoken(text, spelling.folded) if lettered else "sound", [span]


_LETTER = re.compile("[a-z]")


def _name_spoken(text: str, term: str) -> str:
    """Return how `text`, which has letters, says `term`: in letters alone, or mixed with its characters."""
    return "mixed" if set(text) & set(term) else "pinyin"
