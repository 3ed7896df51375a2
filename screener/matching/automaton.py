"""Many keys -> where each occurs in a text, in one pass.

Owns pyahocorasick. Text goes in as UTF-8 bytes seen as latin-1: nodes search their children one after the other, and a
root over Chinese characters would have thousands of them (3 times as slow). Byte ends become character offsets here.
"""

from collections.abc import Sequence
from pathlib import Path

import ahocorasick
import numpy as np

_LONG = 2_000  # bytes; from here on one table of offsets is cheaper than decoding up to each find


class Automaton:
    """Searches a fixed sequence of non-empty keys; `scan` answers with their indexes."""

    def __init__(self, keys: Sequence[str], built: ahocorasick.Automaton) -> None:
        """Wrap a built automaton whose values are indexes into `keys`."""
        self.keys = keys
        self._lengths = [len(key) for key in keys]
        self._built = built

    @classmethod
    def build(cls, keys: Sequence[str]) -> "Automaton":
        """Return an automaton over `keys` (distinct)."""
        built = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for index, key in enumerate(keys):
            built.add_word(_as_latin(key), index)
        built.make_automaton()
        return cls(keys, built)

    def save(self, path: Path) -> None:
        """Write the built automaton to `path`; the keys are the caller's to keep."""
        self._built.save(str(path))

    @classmethod
    def load(cls, keys: Sequence[str], path: Path) -> "Automaton":
        """Return the automaton that `save` wrote for the same `keys`."""
        return cls(keys, ahocorasick.load(str(path), int))

    def scan(self, text: str) -> list[tuple[int, int, int]]:
        """Return (start, end, key index) of every occurrence of every key, in order of their ends."""
        if not self.keys:
            return []
        data = text.encode("utf-8", "surrogatepass")
        ends = list(self._built.iter(data.decode("latin-1")))
        if not ends:
            return []
        lengths = self._lengths
        if len(data) == len(text):
            return [(end + 1 - lengths[key], end + 1, key) for end, key in ends]
        if len(data) < _LONG:
            found = [(len(data[: end + 1].decode("utf-8", "surrogatepass")), key) for end, key in ends]
        else:
            counted = np.cumsum((np.frombuffer(data, np.uint8) & 0xC0) != 0x80)
            found = [(int(counted[end]), key) for end, key in ends]
        return [(end - lengths[key], end, key) for end, key in found]


def _as_latin(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")
