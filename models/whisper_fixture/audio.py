"""Owns signal arithmetic: resampling, the telephone channel, and the mel power that Whisper's input is made of."""

from __future__ import annotations

import numpy as np
import torch
import whisper.audio as wa

RATE_HZ = wa.SAMPLE_RATE
FRAMES_PER_S = wa.FRAMES_PER_SECOND
N_MELS = 80
SILENCE = -10.0  # log10 of the power floor that Whisper clamps at
_A = 87.6


def resample(samples: np.ndarray, from_hz: int, to_hz: int) -> np.ndarray:
    """Band-limited resampling of a whole clause through its spectrum.

    Args:
        samples: float [samples], quiet at both ends (the spectrum wraps around).
        from_hz: its rate in Hz.
        to_hz: the wanted rate in Hz.

    Returns:
        float32 [round(samples * to_hz / from_hz)].
    """
    count = round(len(samples) * to_hz / from_hz)
    if from_hz == to_hz or count == 0:
        return samples.astype(np.float32)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return (np.fft.irfft(spectrum, count) * (count / len(samples))).astype(np.float32)


def companded(samples: np.ndarray) -> np.ndarray:
    """Pass float32 [samples] through 8-bit A-law and back, for its rounding noise."""
    size = np.abs(np.clip(samples, -1, 1)) * _A
    scale = 1 + np.log(_A)
    code = np.where(size < 1, size, 1 + np.log(np.maximum(size, 1))) / scale
    code = np.round(code * 127) / 127 * scale
    size = np.where(code < 1, code, np.exp(code - 1)) / _A
    return (np.sign(samples) * size).astype(np.float32)


def telephone(samples: np.ndarray, companding: bool) -> np.ndarray:
    """Pass float32 [samples] at 16 kHz through an 8 kHz line and back to 16 kHz."""
    narrow = resample(samples, RATE_HZ, RATE_HZ // 2)
    narrow = companded(narrow) if companding else narrow
    return resample(narrow, RATE_HZ // 2, RATE_HZ)


def log_mel_power(samples: np.ndarray) -> np.ndarray:
    """Whisper's mel spectrogram before its clamping to the loudest value.

    Args:
        samples: float32 [samples] at 16 kHz.

    Returns:
        float16 [80, samples // 160], log10 of power, at least -10.
    """
    signal = torch.from_numpy(np.pad(samples, (0, max(0, wa.N_FFT - len(samples)))))
    window = torch.hann_window(wa.N_FFT)
    power = torch.stft(signal, wa.N_FFT, wa.HOP_LENGTH, window=window, return_complex=True)[..., :-1].abs() ** 2
    mel = wa.mel_filters(signal.device, N_MELS) @ power
    return mel.clamp(min=1e-10).log10().to(torch.float16).numpy()


def normalised(log_power: np.ndarray) -> np.ndarray:
    """Clamp and scale log10 mel power exactly as ``whisper.log_mel_spectrogram`` does ([80, frames] in and out)."""
    return (np.maximum(log_power, log_power.max() - 8.0) + 4.0) / 4.0


def tones(rng: np.random.Generator, seconds: float, rate_hz: int) -> np.ndarray:
    """Make a speechless melody of steady chords.

    Args:
        rng: source of the notes.
        seconds: length.
        rate_hz: sampling rate in Hz.

    Returns:
        float32 [seconds * rate_hz] in -1..1.
    """
    parts: list[np.ndarray] = []
    remaining = int(seconds * rate_hz)
    while remaining > 0:
        count = min(remaining, int(rng.uniform(0.2, 0.8) * rate_hz))
        time_s = np.arange(count) / rate_hz
        base = 220.0 * 2 ** (rng.integers(0, 24) / 12)
        chord = sum(np.sin(2 * np.pi * base * k * time_s) / k for k in (1, 1.5, 2, 3))
        edge = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.01 * rate_hz))
        parts.append(chord * edge * 0.1)
        remaining -= count
    return np.concatenate(parts).astype(np.float32)
