"""Owns the synthetic Mandarin voice: espeak-ng through ctypes, from the wheel ``espeakng-loader``."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Self

import espeakng_loader
import numpy as np

_AUDIO_OUTPUT_RETRIEVAL = 1
_UTF8 = 1
_RATE, _PITCH = 1, 3
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Voice:
    """espeak-ng's synthesiser; get it by ``Voice.shared()``.

    Attributes:
        rate_hz: sampling rate of what ``speak`` returns, in Hz.
    """

    def __init__(self) -> None:
        """Load the library and select the Mandarin voice."""
        self._lib = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate_hz = int(self._lib.espeak_Initialize(_AUDIO_OUTPUT_RETRIEVAL, 0, data, 0))
        if self.rate_hz <= 0 or self._lib.espeak_SetVoiceByName(b"cmn") != 0:
            raise RuntimeError("espeak-ng has no Mandarin voice")
        self._chunks: list[bytes] = []
        self._callback = _CALLBACK(self._collect)  # kept alive here: the library stores only the pointer
        self._lib.espeak_SetSynthCallback(self._callback)
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p

    @classmethod
    @cache  # the library's state is global: a second initialisation in one process ends in a hang
    def shared(cls) -> Self:
        """Return this process's only voice."""
        return cls()

    def _collect(self, wave: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if wave and count:
            self._chunks.append(ctypes.string_at(wave, 2 * count))
        return 0

    def speak(self, text: str, words_per_minute: int = 160, pitch: int = 50) -> np.ndarray:
        """Render one clause.

        Args:
            text: what to say.
            words_per_minute: espeak-ng's speed.
            pitch: espeak-ng's pitch, 0 to 99.

        Returns:
            float32 samples in -1..1, shape [samples], at ``rate_hz``, without the silence around the speech.
        """
        self._lib.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._lib.espeak_SetParameter(_PITCH, pitch, 0)
        self._chunks.clear()
        raw = text.encode()
        self._lib.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, _UTF8, None, None)
        self._lib.espeak_Synchronize()
        samples = np.frombuffer(b"".join(self._chunks), dtype="<i2")
        return _trim(samples.astype(np.float32) / 32768)

    @cache  # noqa: B019 - there is one voice in a process
    def phonemes(self, text: str) -> str:
        """Return espeak-ng's phoneme mnemonics of a text: letters and tone digits, without separators."""
        buffer = ctypes.create_string_buffer(text.encode())
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        parts: list[str] = []
        while pointer.value:  # one call translates one clause and moves the pointer on
            parts.append(self._lib.espeak_TextToPhonemes(ctypes.byref(pointer), _UTF8, 0).decode())
        return "".join(symbol for symbol in "".join(parts) if symbol not in "_|',: -")


def _trim(samples: np.ndarray, floor: float = 0.003) -> np.ndarray:
    """Cut the silence before and after the speech (float32 [samples] in and out)."""
    loud = np.flatnonzero(np.abs(samples) > floor)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]
