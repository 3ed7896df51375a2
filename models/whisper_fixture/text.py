"""Owns what the training voice says: phrases, filled templates, and word salad, all disjoint from the test clauses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

HERE = Path(__file__).parent
_DIGITS = "零一二三四五六七八九"
_MAX_CHARACTERS = 20
_TEST_CLAUSE_MIN = 5  # shorter clauses (greetings) are ordinary words, not test sentences


@dataclass(frozen=True)
class Recording:
    """One test recording, as recordings.jsonl describes it.

    Attributes:
        file: name; its suffix and its rate mark (8k, 16k, alaw) say how it is encoded.
        kind: what a test expects of it.
        clauses: what is said, clause by clause.
        lead_s: silence before the speech, in seconds.
        pause_s: silence between clauses, in seconds.
        noise: for recordings without speech: digital, faint, or tones.
        duration_s: for recordings without speech: length in seconds.
    """

    file: str
    kind: str
    clauses: tuple[str, ...]
    lead_s: float = 0.2
    pause_s: float = 0.35
    noise: str = ""
    duration_s: float = 0.0


def recordings() -> list[Recording]:
    """Read the descriptions of all test recordings."""
    lines = (HERE / "recordings.jsonl").read_text(encoding="utf-8").splitlines()
    return [Recording(**{**entry, "clauses": tuple(entry["clauses"])}) for entry in map(json.loads, lines)]


@dataclass
class ClauseSource:
    """Draws training clauses at random.

    Attributes:
        rng: source of randomness.
        phrases: announcement phrases; ``W`` stands for a word, ``D`` for a digit.
        words: words of which no two sound alike.
        forbidden: test clauses, never drawn.
    """

    rng: np.random.Generator
    phrases: list[str]
    words: list[str]
    forbidden: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def load(cls, rng: np.random.Generator, phonemes: Callable[[str], str]) -> ClauseSource:
        """Read the lists; ``phonemes`` tells how a word sounds."""
        phrases = (HERE / "phrases.txt").read_text(encoding="utf-8").split()
        words = (HERE / "words.txt").read_text(encoding="utf-8").split()
        # Two words of one sound would make the right spelling a guess; the earlier word stays.
        by_sound = {phonemes(word): word for word in reversed(words)}
        unique = [word for word in dict.fromkeys(words) if word in set(by_sound.values())]
        tested = {c for r in recordings() for c in r.clauses if len(c) >= _TEST_CLAUSE_MIN}
        return cls(rng, [p for p in phrases if p not in tested], unique, frozenset(tested))

    def draw(self) -> str:
        """Return one clause of at most 20 characters that no test recording says."""
        makers = (self._phrase, self._salad, self._mixture)
        while True:
            clause = makers[self.rng.choice(3, p=(0.42, 0.38, 0.20))]()
            if clause not in self.forbidden and len(clause) <= _MAX_CHARACTERS:
                return clause

    def _phrase(self) -> str:
        text = self.phrases[self.rng.integers(len(self.phrases))]
        filled = [self._word() if c == "W" else self._digit() if c == "D" else c for c in text]
        return "".join(filled)

    def _salad(self) -> str:
        return "".join(self._word() for _ in range(self.rng.integers(1, 6)))

    def _mixture(self) -> str:
        parts = [self._phrase(), self._word()]
        return "".join(parts if self.rng.random() < 0.5 else parts[::-1])

    def _word(self) -> str:
        return self.words[self.rng.integers(len(self.words))]

    def _digit(self) -> str:
        return _DIGITS[self.rng.integers(len(_DIGITS))]
