"""Owns the bank of rendered training clauses: text, sound units and mel power of each, grouped by channel."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, repeat
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import torch

from . import audio
from .text import ClauseSource
from .voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNELS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    lambda samples: samples,
    lambda samples: audio.telephone(samples, companding=False),
    lambda samples: audio.telephone(samples, companding=True),
)
_CHANNEL_SHARE = (0.5, 0.25, 0.25)
_ENDINGS = ("", "，", "。")  # the voice's melody at a clause's end depends on the mark
_TONE_SHARE = 0.02
_PART = 500


@dataclass(frozen=True)
class Clip:
    """One rendered clause (or, with empty text, a stretch of tones).

    Attributes:
        text: what is said.
        sounds: its syllables, one for each character, as the voice says them.
        log_power: float16 [80, frames], log10 mel power at 100 frames per second.
        channel: index into CHANNELS.
    """

    text: str
    sounds: tuple[str, ...]
    log_power: np.ndarray
    channel: int


def render_bank(count: int, seed: int) -> list[Clip]:
    """Render about ``count`` clips at varied speed, pitch and channel; the same seed gives the same bank.

    The parts are seeded one by one, so that the bank does not depend on the number of processes.
    """
    parts = range(-(-count // _PART))
    # Spawned, not forked: a forked process inherits locks of the numeric libraries' threads.
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=get_context("spawn")) as pool:
        return list(chain.from_iterable(pool.map(_render_part, parts, repeat(seed))))


def _render_part(part: int, seed: int) -> list[Clip]:
    torch.set_num_threads(1)  # the processes already share the cores
    rng = np.random.default_rng((seed, part))
    voice = Voice.shared()
    source = ClauseSource.load(rng, voice.phonemes)
    return [_tone_clip(rng) if rng.random() < _TONE_SHARE else _spoken_clip(rng, voice, source) for _ in range(_PART)]


def _spoken_clip(rng: np.random.Generator, voice: Voice, source: ClauseSource) -> Clip:
    text = source.draw()
    ending = _ENDINGS[rng.integers(len(_ENDINGS))]
    spoken = voice.speak(text + ending, int(rng.integers(150, 196)), int(rng.integers(40, 61)))
    samples = audio.resample(spoken, voice.rate_hz, audio.RATE_HZ)
    return _through_channel(rng, samples, text, tuple(map(voice.phonemes, text)))


def _tone_clip(rng: np.random.Generator) -> Clip:
    return _through_channel(rng, audio.tones(rng, rng.uniform(1, 5), audio.RATE_HZ), "", ())


def _through_channel(rng: np.random.Generator, samples: np.ndarray, text: str, sounds: tuple[str, ...]) -> Clip:
    channel = int(rng.choice(len(CHANNELS), p=_CHANNEL_SHARE))
    return Clip(text, sounds, audio.log_mel_power(CHANNELS[channel](samples)), channel)
