"""Folded text -> a string of sounds: one character a syllable, common confusions folded together.

Owns syllables: which exist, which are confused by dialects and recognisers, and how Latin letters are read as pinyin.
A sound is one character of a small alphabet (about 300), so that sounds are searched like text; U+0000 is "no sound".
"""

import re
from codecs import utf_16_le_decode
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from screener.normalize import Stream
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


def syllable_of(character: str) -> str | None:
    """Return the toneless syllable of a folded character or digit; None for anything else."""
    return _DIGIT_SYLLABLES.get(character) or syllables().get(character)


def sounds(folded: str) -> str:
    """Return one sound for each character of `folded`; `NO_SOUND` where there is none."""
    units = np.frombuffer(folded.encode("utf-16-le"), "<u2")
    return utf_16_le_decode(_sounding().take(units).data)[0]


_LETTERS = re.compile("[a-z]+")
_LONGEST_SYLLABLE = 6
# Letters alone (a, e, o) and two-letter readings of interjections are no syllables that anyone disguises a word with.
_NEVER = frozenset({"a", "e", "o", "m", "n", "r", "ng", "hm", "hng", "ei"})


def split_pinyin(letters: str) -> list[str] | None:
    """Return the syllables that `letters` spell, fewest first choice, or None where they spell none.

    Longest syllables are tried first, as in pinyin input: "xian" is one syllable, "fangan" fang+an.
    """
    best: list[list[str] | None] = [[], *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for size in range(min(_LONGEST_SYLLABLE, end), 0, -1):
            head, tail = best[end - size], letters[end - size : end]
            known = tail in _codes() and tail not in _NEVER
            if head is not None and known and (best[end] is None or len(head) + 1 < len(best[end] or ())):
                best[end] = [*head, tail]
    return best[-1]


def spoken(stream: Stream) -> Stream | None:
    """Return the stream as sounds, Latin runs read as pinyin; None when no Latin run can be."""
    units: list[tuple[str, int, int]] = []
    position, found = 0, False
    for match in _LETTERS.finditer(stream.text):
        parts = split_pinyin(match.group()) if len(match.group()) <= 60 else None
        if parts is None:
            continue
        found = True
        units += _plain(stream, position, match.start())
        position = match.start()
        for part in parts:
            end = position + len(part)
            units.append((_codes()[part], stream.starts[position], stream.ends[end - 1]))
            position = end
    if not found:
        return None
    units += _plain(stream, position, len(stream.text))
    text, starts, ends = zip(*units, strict=True)
    return Stream("".join(text), starts, ends)


def _plain(stream: Stream, start: int, end: int) -> list[tuple[str, int, int]]:
    codes = sounds(stream.text[start:end])
    return list(zip(codes, stream.starts[start:end], stream.ends[start:end], strict=True))
