"""Seeded changes to texts: as a recogniser mishears them, as advertisers disguise them, and set among other words.

Owns augmentation for training and the noise of `screener evaluate --noise`. Every function takes its generator, so the
same seed gives the same text on any machine.
"""

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from screener.phonetics import confuse, syllable_of
from screener.tables import simplified, syllables

_PAUSES = "，。！？、；：,.!?;:…“”\"'（）()《》"
_SYMBOLS = ("*", "·", ".", " ", "-", "/", "★", "~", "_", "\u200b")
_CLAUSE = re.compile(r"[^，。！？；,!?;]*[，。！？；,!?;]?")
_FILLERS = ("嗯", "呃", "那个", "啊")


@cache
def _common() -> tuple[str, ...]:
    """Return the 3,755 everyday characters: level 1 of GB 2312."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return tuple(c for code in rows for c in [code.decode("gb2312", "ignore")] if c)


@cache
def _homophones() -> dict[str, list[str]]:
    """Return syllable -> everyday characters that are read so, up to common confusions."""
    found: dict[str, list[str]] = defaultdict(list)
    for character in _common():
        syllable = syllables().get(character)
        if syllable:
            found[confuse(syllable)].append(character)
    return found


@cache
def _traditional() -> dict[str, str]:
    return {simple: traditional for traditional, simple in reversed(simplified().items())}


def homophone(character: str, chance: random.Random) -> str:
    """Return another everyday character of the same sound, or the character itself where there is none."""
    syllable = syllable_of(character)
    if not syllable or character.isdigit():
        return character
    others = [c for c in _homophones().get(confuse(syllable), ()) if c != character]
    return chance.choice(others) if others else character


def mishear(text: str, rate: float, chance: random.Random) -> str:
    """Return the text with a share `rate` in [0, 1] of its syllables replaced by homophones."""
    return "".join(homophone(c, chance) if chance.random() < rate else c for c in text)


def transcribe(text: str, rate: float, chance: random.Random) -> str:
    """Return the text as a poor recogniser prints it: misheard, mostly without punctuation, some fillers."""
    heard = mishear(text, rate, chance)
    if chance.random() < 0.7:
        heard = "".join("" if c in _PAUSES else c for c in heard)
    if chance.random() < 0.3:
        cut = chance.randrange(len(heard) + 1)
        heard = heard[:cut] + chance.choice(_FILLERS) + heard[cut:]
    return heard if heard.strip() else text


def disguise(text: str, chance: random.Random) -> str:
    """Return the text with some characters spelled as disguises are: pinyin, symbols, traditional, homophones."""
    trick = chance.choice(("symbols", "pinyin", "traditional", "homophone"))
    rate = chance.uniform(0.05, 0.3)
    return "".join(_disguised(c, trick, chance) if chance.random() < rate else c for c in text)


def _disguised(character: str, trick: str, chance: random.Random) -> str:
    if trick == "symbols" and character.isalnum():
        return character + chance.choice(_SYMBOLS)
    if trick == "pinyin":
        return syllable_of(character) or character
    if trick == "traditional":
        return _traditional().get(character, character)
    return homophone(character, chance)


def surround(text: str, others: Sequence[str], chance: random.Random) -> str:
    """Return the text before or behind some clauses of other announcements, as an offer hides among ordinary words."""
    parts = [text, _excerpt(chance.choice(others), chance)]
    if chance.random() < 0.5:
        parts.reverse()
    if chance.random() < 0.3:
        parts.append(_excerpt(chance.choice(others), chance))
    return "".join(parts)


def _excerpt(text: str, chance: random.Random) -> str:
    """Return some neighbouring clauses of a text, at least one."""
    clauses = [clause for clause in _CLAUSE.findall(text) if clause]
    count = chance.randint(1, len(clauses))
    start = chance.randint(0, len(clauses) - count)
    return "".join(clauses[start : start + count])
