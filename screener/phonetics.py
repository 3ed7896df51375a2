"""Folded text -> a string of sounds: one character a syllable, common confusions folded together.

Owns syllables: which exist, which are confused by dialects and recognisers, and how Latin letters are read as pinyin.
A sound is one character of a small alphabet (about 300), so that sounds are searched like text; U+0000 is "no sound".
"""

import re
from codecs import utf_16_le_decode
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from screener.tables import syllables

_DIGIT_SYLLABLES = dict(
    zip("0123456789", ["ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"], strict=True)
)
# Confusions of southern speakers and of recognisers, applied in turn. Source: Whisper transcripts.
_CONFUSIONS = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^n(?=.)"), "l"),
    (re.compile(r"^f(?=a|o$)"), "hu"),
    (re.compile(r"^fei$"), "hui"),
    (re.compile(r"^feng?$"), "hun"),
    (re.compile(r"^f"), "h"),
    (re.compile(r"([aei]n)g$"), r"\1"),
)
NO_SOUND = "\0"
_SIDE = 18


def confuse(syllable: str) -> str:
    """Return the syllable with zh/z, ch/c, sh/s, n/l, f/h, an/ang, en/eng and in/ing folded together."""
    for pattern, replacement in _CONFUSIONS:
        syllable = pattern.sub(replacement, syllable)
    return syllable


def _code(index: int) -> str:
    """Return a character of which both bytes have few values: automata over bytes branch little at each."""
    return chr((index // _SIDE + 1) << 8 | (index % _SIDE + 1))


@cache
def _codes() -> dict[str, str]:
    """Return syllable (as spelled) -> its sound, one character."""
    spelled = sorted({*syllables().values(), *_DIGIT_SYLLABLES.values()})
    order = {sound: _code(i) for i, sound in enumerate(sorted({confuse(s) for s in spelled}))}
    return {s: order[confuse(s)] for s in spelled}


@cache
def _sounding() -> npt.NDArray[np.uint16]:
    """Return the sound of every folded character of the basic plane, as code points; 0 for none."""
    table = np.zeros(0x10000, dtype="<u2")
    for character, syllable in chain(syllables().items(), _DIGIT_SYLLABLES.items()):
        table[ord(character)] = ord(_codes()[syllable])
    return table


@cache
def _syllables() -> dict[str, str]:
    return syllables() | _DIGIT_SYLLABLES


def syllable_of(character: str) -> str | None:
    """Return the toneless syllable of a folded character or digit; None for anything else."""
    return _syllables().get(character)


def sound_alike(one: str, other: str) -> bool:
    """Return whether two folded texts of one length have the same syllables, as spelled."""
    get = _syllables().get
    return list(map(get, one, one)) == list(map(get, other, other))


def sounds(folded: str) -> str:
    """Return one sound for each character of `folded`; `NO_SOUND` where there is none."""
    units = np.frombuffer(folded.encode("utf-16-le"), "<u2")
    return utf_16_le_decode(_sounding().take(units).data)[0]


_LETTERS = re.compile("[a-z]+")
_LONGEST_SYLLABLE = 6
_LONGEST_RUN = 60  # letters; words run together are no longer
# Letters alone (a, e, o) and two-letter readings of interjections are no syllables that anyone disguises a word with.
_NEVER = frozenset({"a", "e", "o", "m", "n", "r", "ng", "hm", "hng", "ei"})


@lru_cache(maxsize=10_000)
def split_pinyin(letters: str) -> tuple[str, ...] | None:
    """Return the syllables that `letters` spell, fewest first choice, or None where they spell none.

    Longest syllables are tried first, as in pinyin input: "xian" is one syllable, "fangan" fang+an.
    """
    best: list[tuple[str, ...] | None] = [(), *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for size in range(min(_LONGEST_SYLLABLE, end), 0, -1):
            head, tail = best[end - size], letters[end - size : end]
            known = tail in _codes() and tail not in _NEVER
            if head is not None and known and (best[end] is None or len(head) + 1 < len(best[end] or ())):
                best[end] = (*head, tail)
    return best[-1]


class Spoken(NamedTuple):
    """A text as sounds: `sounds[i]` is how `[starts[i], ends[i])` sounds; `runs` are the spans that were letters."""

    sounds: str
    starts: Sequence[int]
    ends: Sequence[int]
    runs: Sequence[tuple[int, int]]


def spoken(text: str) -> Spoken:
    """Return how a folded text sounds when Latin letters that can be read as pinyin are."""
    heard, starts, ends, runs = list[str](), list[int](), list[int](), list[tuple[int, int]]()
    plain, position = sounds(text), 0
    for run in _LETTERS.finditer(text):
        parts = split_pinyin(run.group()) if run.end() - run.start() <= _LONGEST_RUN else None
        if parts:
            heard.append(plain[position : run.start()])
            starts += range(position, run.start())
            ends += range(position + 1, run.start() + 1)
            runs.append((len(starts), len(starts) + len(parts)))
            heard += [_codes()[part] for part in parts]
            steps = list(accumulate(map(len, parts), initial=run.start()))
            starts += steps[:-1]
            ends += steps[1:]
            position = run.end()
    if not runs:
        return Spoken(plain, range(len(text)), range(1, len(text) + 1), ())
    heard.append(plain[position:])
    starts += range(position, len(text))
    ends += range(position + 1, len(text) + 1)
    return Spoken("".join(heard), starts, ends, runs)
