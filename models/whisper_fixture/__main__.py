"""Owns the command line: ``python -m models.whisper_fixture [render|train|score|all]``.

Needs, besides openai-whisper and av: the wheel ``espeakng-loader`` (the voice) and, for training, about two hours on
two free cores.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import whisper

from . import audio, scoring, takes
from .bank import render_bank
from .text import recordings
from .training import train
from .voice import Voice

_SEED = 20250625
_CHECKPOINT = "tiny-zh-espeak.pt"


def main() -> None:
    """Render the recordings, train the checkpoint, and print its figures, or do one of these."""
    options = _options()
    if options.task in ("render", "all"):
        takes.write_all(options.out)
    if options.task in ("train", "all"):
        options.work.mkdir(parents=True, exist_ok=True)
        bank = render_bank(options.clips, _SEED)
        train(bank, options.work, options.out / _CHECKPOINT, _SEED, options.scale)
    if options.task in ("score", "all"):
        _score(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.whisper_fixture", description=main.__doc__)
    parser.add_argument("task", nargs="?", default="all", choices=("render", "train", "score", "all"))
    parser.add_argument("--out", type=Path, default=Path("tests/fixtures/asr"), help="checkpoint and recordings")
    parser.add_argument("--work", type=Path, default=Path("build/whisper_fixture"), help="state of the training")
    parser.add_argument("--clips", type=int, default=12_000, help="training clauses to render")
    parser.add_argument("--scale", type=float, default=1.0, help="factor on the number of training steps")
    return parser.parse_args()


def _score(folder: Path) -> None:
    """Print what the checkpoint hears in each recording, and the error rate at each sampling rate."""
    model = whisper.load_model(str(folder / _CHECKPOINT), device="cpu")
    rows = scoring.score_files(model, folder)
    for row in rows:
        print(f"{row['file']}\n  said  {row['said']}\n  heard {row['heard']}\n  time error {row['time_error_s']:.2f} s")
    committed = scoring.error_rate([(row["heard"], row["said"]) for row in rows])
    print(f"CER of the files as committed: {committed:.1%}")
    for rate_hz in (16000, 8000):
        print(f"CER of every sentence at {rate_hz} Hz: {_rate_error(model, rate_hz):.1%}")


def _rate_error(model: whisper.Whisper, rate_hz: int) -> float:
    """Character error rate when every test sentence is rendered at one sampling rate."""
    voice, pairs = Voice.shared(), []
    for recording in recordings():
        samples, _ = takes.render(recording, voice, rate_hz)
        heard = scoring.transcribe(model, audio.resample(samples, rate_hz, audio.RATE_HZ))["text"]
        pairs.append((heard, "".join(recording.clauses)))
    return scoring.error_rate(pairs)


if __name__ == "__main__":
    main()
