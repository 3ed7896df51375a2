"""Owns the composing of training examples: clips laid out in a window, with noise, tokens and timestamps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from . import audio

if TYPE_CHECKING:
    from .bank import Clip
    from .vocabulary import Vocabulary

_NO_SPEECH_SHARE = 0.04
_LATE_SHARE = 0.06
_FIRST_STAMP_MAX_S = 1.0  # Whisper's decoding never lets the first timestamp be later


@dataclass(frozen=True)
class Example:
    """One training window.

    Attributes:
        mel: float32 [80, frames], Whisper's input up to the end of the audio (100 frames per second).
        tokens: local ids, from start-of-transcript to end-of-text.
        sounds: syllables heard in the window, for the auxiliary loss.
    """

    mel: np.ndarray
    tokens: list[int]
    sounds: list[str]


@dataclass
class _Layout:
    """Clips placed on a time line; ``spans`` holds each clip with its first and last frame."""

    spans: list[tuple[Clip, int, int]] = field(default_factory=list)
    end: int = 0


@dataclass
class Composer:
    """Draws examples from a bank.

    Attributes:
        bank: rendered clips.
        vocabulary: the tokens in use.
        rng: source of randomness.
    """

    bank: list[Clip]
    vocabulary: Vocabulary
    rng: np.random.Generator

    def __post_init__(self) -> None:
        """Sort the clips by channel: one recording passes through one channel."""
        spoken = [c for c in self.bank if c.text]
        self._tones = [c for c in self.bank if not c.text]
        self._channels = [[c for c in spoken if c.channel == k] for k in sorted({c.channel for c in spoken})]
        self._shares = np.array([len(clips) for clips in self._channels]) / len(spoken)

    def draw(self, max_clips: int, window_s: float) -> Example:
        """Compose one window of at most ``window_s`` seconds and about ``max_clips`` clauses at most."""
        limit = int(window_s * audio.FRAMES_PER_S)
        if self.rng.random() < _NO_SPEECH_SHARE:
            return self._silent(limit)
        layout = self._lay_out(int(self.rng.integers(1, max_clips + 1)), limit)
        frames = min(limit, layout.end)
        log_power = np.full((audio.N_MELS, layout.end), audio.SILENCE, dtype=np.float32)
        for clip, first, last in layout.spans:
            log_power[:, first:last] = clip.log_power
        mel = audio.normalised(self._with_noise(log_power))[:, :frames]
        heard = [sound for clip, _, last in layout.spans if last <= frames for sound in clip.sounds]
        return Example(mel, self._tokens(layout, frames), heard)

    def _lay_out(self, count: int, limit: int) -> _Layout:
        """Place ``count`` clips with pauses; stop after the first that crosses the window's end."""
        clips = self._channels[self.rng.choice(len(self._channels), p=self._shares)]
        layout = _Layout(end=self._lead(limit))
        while len(layout.spans) < count and layout.end < limit:
            clip = clips[self.rng.integers(len(clips))]
            last = layout.end + clip.log_power.shape[1]
            if not layout.spans and last > limit:
                layout.end = 0
                continue
            layout.spans.append((clip, layout.end, last))
            layout.end = last + self._pause()
        return layout

    def _lead(self, limit: int) -> int:
        """Frames of silence before the first clause: usually short, sometimes long where the window has room."""
        if self.rng.random() < _LATE_SHARE and limit > 1000:
            return int(self.rng.integers(100, min(900, limit - 600)))
        return int(self.rng.integers(0, 60))

    def _pause(self) -> int:
        """Frames of silence after a clause."""
        return int(self.rng.integers(60, 300) if self.rng.random() < 0.15 else self.rng.integers(12, 60))

    def _silent(self, limit: int) -> Example:
        """Compose silence, noise, or tones, whose transcript is empty."""
        log_power = np.full((audio.N_MELS, int(self.rng.integers(100, limit))), audio.SILENCE, dtype=np.float32)
        if self._tones and self.rng.random() < 0.5:
            clip = self._tones[self.rng.integers(len(self._tones))].log_power[:, : log_power.shape[1]]
            log_power[:, : clip.shape[1]] = clip
        vocab, special = self.vocabulary, self.vocabulary.tokenizer
        head = [special.sot, special.no_speech, *special.sot_sequence[2:]]
        tokens = [*(vocab.local[t] for t in head), vocab.stamp(0), vocab.local[special.eot]]
        return Example(audio.normalised(self._with_noise(log_power)), tokens, [])

    def _with_noise(self, log_power: np.ndarray) -> np.ndarray:
        """Change the level and usually add coloured noise, in the power domain ([80, frames] in and out)."""
        log_power = np.maximum(log_power + self.rng.uniform(-1.2, 0.4), audio.SILENCE)
        if self.rng.random() < 0.5:
            return log_power
        level = self.rng.uniform(-8.0, max(-7.0, float(log_power.max()) - 4.0))
        slope = np.linspace(0, self.rng.uniform(-2, 1), audio.N_MELS)[:, None]
        grain = np.log10(self.rng.gamma(2.0, 0.5, log_power.shape).astype(np.float32) + 1e-6)
        return np.logaddexp(log_power * np.log(10), (level + slope + grain) * np.log(10)) / np.log(10)

    def _tokens(self, layout: _Layout, frames: int) -> list[int]:
        """Write the transcript: a clause that the window's end cuts leaves only its start, as in Whisper's data."""
        vocab, special = self.vocabulary, self.vocabulary.tokenizer
        tokens = [vocab.local[token] for token in special.sot_sequence]
        for index, (clip, first, last) in enumerate(layout.spans):
            start_s = first / audio.FRAMES_PER_S
            tokens.append(vocab.stamp(start_s if index else min(start_s, _FIRST_STAMP_MAX_S)))
            if last > frames:
                break
            tokens += [*vocab.text(clip.text), vocab.stamp(last / audio.FRAMES_PER_S)]
        return [*tokens, vocab.local[special.eot]]
