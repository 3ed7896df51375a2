"""Owns the measuring: character error rate and segment times of a checkpoint over the test recordings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import whisper

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np


def distance(heard: str, said: str) -> int:
    """Edit distance between two texts, in characters."""
    row = list(range(len(said) + 1))
    for i, a in enumerate(heard, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(said, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def transcribe(model: whisper.Whisper, audio: str | np.ndarray) -> dict:
    """Transcribe a file, or float32 samples at 16 kHz, as the application does."""
    options = {"language": "zh", "condition_on_previous_text": False, "fp16": False}
    return model.transcribe(audio, **options)


def error_rate(pairs: list[tuple[str, str]]) -> float:
    """Character error rate over (heard, said) pairs: edits per character said."""
    said = sum(len(text) for _, text in pairs)
    return sum(distance(heard, text) for heard, text in pairs) / max(1, said)


def time_error_s(segments: list[dict], times: list[dict]) -> float:
    """Worst distance of a true clause boundary from the nearest one heard, in seconds, the very first start excepted.

    Whisper's decoding caps a window's first timestamp at 1 s, so a late first start cannot be told.
    """
    heard = [s["start"] for s in segments] + [s["end"] for s in segments]
    true = [t["end_s"] for t in times] + [t["start_s"] for t in times[1:]]
    return max((min((abs(h - t) for h in heard), default=99.0) for t in true), default=0.0)


def score_files(model: whisper.Whisper, folder: Path) -> list[dict]:
    """Transcribe every recording of the manifest.

    Returns:
        per recording: file, rate_hz, said, heard, and time_error_s in seconds.
    """
    times = {entry["file"]: entry["clauses"] for entry in read_lines(folder / "times.jsonl")}
    rows = []
    for entry in read_lines(folder / "manifest.jsonl"):
        result = transcribe(model, str(folder / entry["file"]))
        late = time_error_s(result["segments"], times[entry["file"]])
        said = {"file": entry["file"], "rate_hz": entry["rate_hz"], "said": entry["text"]}
        rows.append({**said, "heard": result["text"], "time_error_s": late})
    return rows


def read_lines(path: Path) -> list[dict]:
    """Read a file of one JSON object per line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
