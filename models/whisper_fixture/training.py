"""Owns the optimisation: the training loop, its learning rate, and its saved state."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.nn.utils import clip_grad_norm_
from torch.utils.data import DataLoader

from .lessons import CURRICULUM, Lessons
from .network import Batch, TinyWhisper
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from .bank import Clip

_PEAK_RATE = 2e-3
_WARM_UP_STEPS = 300
_CTC_WEIGHT = 0.5
_SAVE_EVERY = 100
_LOG_EVERY = 25


def train(bank: list[Clip], work: Path, checkpoint: Path, seed: int, scale: float = 1.0) -> None:
    """Train the network and export it.

    Args:
        bank: rendered clauses.
        work: folder of the resumable training state.
        checkpoint: where to export the checkpoint, again and again as training goes on.
        seed: seed of weights and batches.
        scale: factor on every stage's number of steps.
    """
    torch.manual_seed(seed)
    vocabulary = Vocabulary.of(clip.text for clip in bank)
    sounds = sorted({sound for clip in bank for sound in clip.sounds})
    stages = [stage for stage in CURRICULUM for _ in range(round(stage.steps * scale))]
    trainer = Trainer(TinyWhisper(vocabulary, len(sounds) + 1), len(stages), work / "state.pt", checkpoint)
    trainer.run(Lessons(bank, vocabulary, sounds, stages, seed))


@dataclass
class Trainer:
    """A training under way.

    Attributes:
        network: what is trained.
        steps: optimiser steps in all.
        state: file of the resumable state.
        checkpoint: file of the exported checkpoint.
    """

    network: TinyWhisper
    steps: int
    state: Path
    checkpoint: Path
    _optimiser: torch.optim.AdamW = field(init=False)
    _device: torch.device = field(init=False)

    def __post_init__(self) -> None:
        """Choose the device and create the optimiser."""
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network.to(self._device)
        parameters = self.network.parameters()
        self._optimiser = torch.optim.AdamW(parameters, lr=_PEAK_RATE, betas=(0.9, 0.98), weight_decay=0.01)

    def run(self, lessons: Lessons) -> None:
        """Take all steps that an earlier, interrupted run has not taken."""
        steps = range(self._resume(), self.steps)
        workers = max(0, len(os.sched_getaffinity(0)) - 2)
        batches = DataLoader(lessons, batch_size=None, sampler=steps, num_workers=workers)
        begun = time.monotonic()
        for step, batch in enumerate(batches, steps.start):
            transcript, ctc = self._step(step, batch.to(self._device))
            done = step + 1
            if done % _LOG_EVERY == 0:
                taken = time.monotonic() - begun
                print(f"{done}/{self.steps} {taken:.0f} s: transcript {transcript:.3f} sounds {ctc:.3f}", flush=True)
            if done % _SAVE_EVERY == 0 or done == self.steps:
                self._save(done)

    def _resume(self) -> int:
        """Load an interrupted training's state, if there is one, and return the steps it had done."""
        if not self.state.exists():
            return 0
        saved = torch.load(self.state, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self._optimiser.load_state_dict(saved["optimiser"])
        return int(saved["step"])

    def _save(self, done: int) -> None:
        """Write the resumable state and the checkpoint."""
        networks = {"network": self.network.state_dict(), "optimiser": self._optimiser.state_dict()}
        torch.save({**networks, "step": done}, self.state)
        self.network.export(self.checkpoint)

    def _step(self, step: int, batch: Batch) -> tuple[float, float]:
        """Take one optimiser step and return the losses of transcript and syllables."""
        # Linear warm-up, then linear decay.
        rate = _PEAK_RATE * min((step + 1) / min(_WARM_UP_STEPS, self.steps), 1 - step / (self.steps + 1))
        self._optimiser.param_groups[0]["lr"] = rate
        kind = self._device.type
        with torch.autocast(kind, dtype=torch.bfloat16, enabled=kind == "cuda"):
            transcript, ctc = self.network.losses(batch)
        self._optimiser.zero_grad(set_to_none=True)
        (transcript + _CTC_WEIGHT * ctc).backward()
        clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        return transcript.item(), ctc.item()
