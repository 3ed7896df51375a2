"""Owns the test recordings: rendering, encoding, their manifest, and the true times of their clauses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import av
import numpy as np

from . import audio
from .text import Recording, recordings
from .voice import Voice

if TYPE_CHECKING:
    from pathlib import Path

_WORDS_PER_MINUTE, _PITCH = 175, 50
_LEVEL = 0.6  # the voice's own peaks reach full scale
_TAIL_S = 0.3
_SPEECHLESS_SEED = 2  # with some other melodies a voice activity detector takes a chord for a vowel
_BIT_RATE = 24_000  # bits per second, of the mp3 and Opus recordings


def rate_of(recording: Recording) -> int:
    """Sampling rate in Hz that a recording's name announces."""
    return 8000 if "-8k." in recording.file else 16000


def render(recording: Recording, voice: Voice, rate_hz: int) -> tuple[np.ndarray, list[dict]]:
    """Render a recording.

    Args:
        recording: its description.
        voice: the synthesiser.
        rate_hz: wanted sampling rate.

    Returns:
        float32 [samples] in -1..1, and per clause its text, start_s and end_s in seconds.
    """
    if not recording.clauses:
        return _speechless(recording, rate_hz), []
    parts, times = [np.zeros(round(recording.lead_s * rate_hz), np.float32)], []
    for clause in recording.clauses:
        spoken = voice.speak(clause + "，", _WORDS_PER_MINUTE, _PITCH)
        spoken = _LEVEL * audio.resample(np.pad(spoken, 200), voice.rate_hz, rate_hz)
        start = sum(map(len, parts))
        times.append({"text": clause, "start_s": start / rate_hz, "end_s": (start + len(spoken)) / rate_hz})
        parts += [spoken, np.zeros(round(recording.pause_s * rate_hz), np.float32)]
    parts[-1] = np.zeros(round(_TAIL_S * rate_hz), np.float32)
    return np.concatenate(parts), [{**t, **_rounded(t)} for t in times]


def _rounded(times: dict) -> dict:
    return {key: round(times[key], 2) for key in ("start_s", "end_s")}


def _speechless(recording: Recording, rate_hz: int) -> np.ndarray:
    rng = np.random.default_rng(_SPEECHLESS_SEED)
    if recording.noise == "tones":
        return audio.tones(rng, recording.duration_s, rate_hz)
    level = 0.002 if recording.noise == "faint" else 0.0
    return (level * rng.standard_normal(round(recording.duration_s * rate_hz))).astype(np.float32)


def write(path: Path, samples: np.ndarray, rate_hz: int) -> None:
    """Encode float32 [samples] as the file's name says: A-law or 16-bit wav, mp3, or Opus in Ogg."""
    wav = "pcm_alaw" if "-alaw-" in path.name else "pcm_s16le"
    codec = {".wav": wav, ".mp3": "libmp3lame", ".ogg": "libopus"}[path.suffix]
    pcm = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="mono")
        if path.suffix != ".wav":
            stream.bit_rate = _BIT_RATE
        converter = av.AudioResampler(stream.format, "mono", rate_hz, frame_size=stream.codec_context.frame_size or 0)
        frame = av.AudioFrame.from_ndarray(pcm[None], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for piece in (*converter.resample(frame), *converter.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def write_all(folder: Path) -> None:
    """Render every test recording into a folder, with manifest.jsonl and times.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    voice, manifest, times = Voice.shared(), [], []
    for recording in recordings():
        rate_hz = rate_of(recording)
        samples, clauses = render(recording, voice, rate_hz)
        write(folder / recording.file, samples, rate_hz)
        text = "".join(recording.clauses)
        manifest.append({"file": recording.file, "text": text, "rate_hz": rate_hz, "kind": recording.kind})
        times.append({"file": recording.file, "clauses": clauses})
    _write_lines(folder / "manifest.jsonl", manifest)
    _write_lines(folder / "times.jsonl", times)


def _write_lines(path: Path, entries: list[dict]) -> None:
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
