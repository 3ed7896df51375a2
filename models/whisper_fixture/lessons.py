"""Owns the curriculum, from short windows to Whisper's 30 s, and the batches of each of its steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.utils.data import Dataset

from .audio import FRAMES_PER_S
from .examples import Composer, Example
from .network import IGNORED, Batch

if TYPE_CHECKING:
    from .bank import Clip
    from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Stage:
    """A part of the curriculum.

    Attributes:
        steps: optimiser steps.
        batch_size: examples per step.
        max_clips: clauses per window at most.
        window_s: window's length at most, in seconds.
        full: pad every window to ``window_s``, as Whisper pads to 30 s.
    """

    steps: int
    batch_size: int
    max_clips: int
    window_s: float
    full: bool = False


CURRICULUM = (
    Stage(500, 32, 1, 6.0),
    Stage(700, 32, 2, 8.0),
    Stage(1100, 24, 4, 14.0),
    Stage(2500, 12, 12, 30.0, full=True),
)
_MISLED_SHARE = 0.06


@dataclass(frozen=True)
class Lessons(Dataset[Batch]):
    """All batches of the training, each seeded by its step: neither workers nor an interruption change them.

    Attributes:
        bank: rendered clauses.
        vocabulary: the tokens in use.
        sounds: all syllables; a syllable's class is its place plus one.
        stages: the stage of each step.
        seed: seed of the batches.
    """

    bank: list[Clip]
    vocabulary: Vocabulary
    sounds: list[str]
    stages: list[Stage]
    seed: int

    def __getitem__(self, step: int) -> Batch:
        """Compose the batch of one step."""
        stage, rng = self.stages[step], np.random.default_rng((self.seed, step))
        composer = Composer(self.bank, self.vocabulary, rng)
        drawn = [composer.draw(stage.max_clips, stage.window_s) for _ in range(stage.batch_size)]
        frames = max(example.mel.shape[1] for example in drawn)
        limit = int(stage.window_s * FRAMES_PER_S)
        # Some empty frames past the longest example: the network must learn early to ignore them.
        frames = limit if stage.full else min(limit, frames + int(rng.integers(0, 200)))
        codes = [[self.sounds.index(s) + 1 for s in e.sounds] for e in drawn]
        return self._misled(_padded(drawn, codes, frames + frames % 2), rng)

    def _misled(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Replace some of the text that the decoder is given by other text: it must listen rather than guess on."""
        n_text = self.vocabulary.local[self.vocabulary.tokenizer.eot]  # text tokens come before the special ones
        shape = tuple(batch.tokens.shape)
        other = torch.from_numpy(rng.integers(0, n_text, shape))
        chosen = torch.from_numpy(rng.random(shape) < _MISLED_SHARE) & (batch.tokens < n_text)
        return replace(batch, tokens=torch.where(chosen, other, batch.tokens))


def _rectangle(rows: list[list[int]], filler: int) -> torch.Tensor:
    """Pad rows of integers to one length: int64 [rows, length]."""
    width = max(1, *(len(row) for row in rows))
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])


def _padded(drawn: list[Example], codes: list[list[int]], frames: int) -> Batch:
    """Pad examples, with their syllable classes, to windows of ``frames`` frames."""
    # whisper.transcribe pads the normalised mel with 0.0, which is not the value of silence.
    mel = np.zeros((len(drawn), drawn[0].mel.shape[0], frames), dtype=np.float32)
    for row, example in zip(mel, drawn, strict=True):
        row[:, : example.mel.shape[1]] = example.mel
    lengths = torch.tensor([len(code) for code in codes])
    # The padding after the audio counts for the syllable loss too: it must be heard as blank.
    positions = torch.full((len(drawn),), frames // 2)
    tokens = _rectangle([e.tokens[:-1] for e in drawn], 0)
    targets = _rectangle([e.tokens[1:] for e in drawn], IGNORED)
    targets[:, 1] = IGNORED  # the task token is always given, never predicted
    return Batch(torch.from_numpy(mel), tokens, targets, _rectangle(codes, 0), lengths, positions)
