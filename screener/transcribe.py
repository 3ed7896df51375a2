"""A recording -> `Transcript`: what was said and when, and what a person must listen to.

Owns Whisper: loading it, calling it so that the same recording always gives the same text, and doubting what it says.
It is given one stretch of speech at a time, never a prompt, never its own earlier text, and no random temperature.
"""

import hashlib
import logging
import math
import threading
import urllib.error
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.audio import RATE_HZ, Recording, Span
from screener.errors import TranscriptionError
from screener.normalize import simplify
from screener.records import Segment, Transcript

logger = logging.getLogger(__name__)

_GAP_S = 1.0  # speech with a shorter pause between stays in one clip
_PAD_S = 0.3  # kept around speech: voice activity cuts soft starts and ends
_CLIP_S = 28.0  # Whisper's window is 30 s; clips that fit need no seam
_LOOP_RATIO = 2.4  # zlib compression ratio from which Whisper itself calls a segment a loop
_UNCOVERED_S = 1.5  # of speech without a transcript; shorter is a breath or a seam
_FOREIGN = 0.8  # probability of another language from which the text is not trusted
_CHINESE = ("zh", "yue")


@dataclass(frozen=True, slots=True)
class Guards:
    """What makes a transcript doubtful: `phantoms` are phrases that Whisper invents on silence and music."""

    phantoms: tuple[str, ...]
    min_confidence: float


class Recogniser:
    """One loaded Whisper model; one job at a time, since threads sharing a model grow memory."""

    def __init__(self, model: Any, version: str) -> None:  # noqa: ANN401 - Whisper has no types
        """Wrap a model that `load` made."""
        self._model, self.version = model, version
        self._lock = threading.Lock()

    @classmethod
    def load(cls, name: str, device: str, download_root: Path) -> "Recogniser":
        """Return the published model called `name`, or the one in the checkpoint file `name`.

        Raises:
            TranscriptionError: the weights are neither there nor to be had, or unreadable; says what to do.
        """
        whisper, torch = _libraries()
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        if name not in whisper.available_models() and not Path(name).is_file():
            names = ", ".join(whisper.available_models())
            raise TranscriptionError(f"whisper_model = {name!r} is neither a checkpoint file nor one of: {names}")
        try:
            model = whisper.load_model(name, device=device, download_root=str(download_root))
        except (urllib.error.URLError, OSError) as error:
            raise TranscriptionError(_how_to_get(name, download_root, error)) from error
        except Exception as error:
            raise TranscriptionError(f"{name}: is no Whisper checkpoint or damaged ({type(error).__name__})") from error
        return cls(model, f"whisper-{_package_version()}:{_weights_version(whisper, name)}")

    def transcribe(self, recording: Recording, speech: Sequence[Span], guards: Guards) -> Transcript:
        """Return what is said in the `speech` spans of the recording."""
        with self._lock:
            clips = list(_clips(speech, recording.duration_s))
            foreign = self._foreign(recording, clips)
            heard = [segment for clip in clips for segment in self._hear(recording, clip)]
        segments = tuple(segment for segment, _ in heard)
        doubts = [foreign] if foreign else []
        doubts += [doubt for segment, loop in heard for doubt in _doubts(segment, loop, guards)]
        doubts += _uncovered(speech, segments)
        return Transcript(
            segments=segments,
            language="zh",
            duration_s=round(recording.duration_s, 3),
            speech_s=round(sum(span.end_s - span.start_s for span in speech), 3),
            asr=self.version,
            doubts=tuple(dict.fromkeys(doubts)),
        )

    def _hear(self, recording: Recording, clip: Span) -> Iterator[tuple[Segment, bool]]:
        result = self._model.transcribe(
            recording.samples[int(clip.start_s * RATE_HZ) : int(clip.end_s * RATE_HZ)],
            language="zh",
            temperature=0.0,
            beam_size=5,
            condition_on_previous_text=False,
            fp16=self._model.device.type == "cuda",
        )
        for found in result["segments"]:
            text = simplify(found["text"].strip())
            if text:
                start_s = clip.start_s + found["start"]
                end_s = min(clip.start_s + found["end"], clip.end_s)
                confidence = round(min(1.0, math.exp(found["avg_logprob"])), 4)
                segment = Segment(text, round(min(start_s, end_s), 3), round(end_s, 3), confidence)
                yield segment, found["compression_ratio"] > _LOOP_RATIO

    def _foreign(self, recording: Recording, clips: Sequence[Span]) -> str | None:
        """Return the doubt "foreign:xx" where the first clip is surely in another language."""
        if not clips or not self._model.is_multilingual:
            return None
        whisper, _ = _libraries()
        first = recording.samples[int(clips[0].start_s * RATE_HZ) : int(clips[0].end_s * RATE_HZ)]
        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(first), n_mels=self._model.dims.n_mels)
        _, probabilities = self._model.detect_language(mel.to(self._model.device))
        language = max(probabilities, key=probabilities.get)
        return f"foreign:{language}" if language not in _CHINESE and probabilities[language] >= _FOREIGN else None


def _clips(speech: Sequence[Span], duration_s: float) -> Iterator[Span]:
    """Yield stretches that hold the speech with some room around it, within Whisper's window where speech allows."""
    start_s = end_s = -1.0
    for span in speech:
        if start_s >= 0 and span.start_s - end_s < _GAP_S and span.end_s - start_s <= _CLIP_S:
            end_s = span.end_s
            continue
        if start_s >= 0:
            yield _padded(start_s, end_s, duration_s)
        start_s, end_s = span
    if start_s >= 0:
        yield _padded(start_s, end_s, duration_s)


def _padded(start_s: float, end_s: float, duration_s: float) -> Span:
    return Span(max(0.0, start_s - _PAD_S), min(duration_s, end_s + _PAD_S))


def _doubts(segment: Segment, loop: bool, guards: Guards) -> Iterator[str]:
    if loop:
        yield "loop"
    if any(phantom in segment.text for phantom in guards.phantoms):
        yield "phantom"
    if segment.confidence < guards.min_confidence:
        yield "confidence"


def _uncovered(speech: Sequence[Span], segments: Sequence[Segment]) -> Iterator[str]:
    """Yield "uncovered" where more speech than a breath has no transcript."""
    for span in speech:
        inside = sum(max(0.0, min(s.end_s, span.end_s) - max(s.start_s, span.start_s)) for s in segments)
        if span.end_s - span.start_s - inside > _UNCOVERED_S:
            yield "uncovered"


def _libraries() -> tuple[Any, Any]:
    try:
        import torch
        import whisper
    except ImportError as error:
        raise TranscriptionError("recordings need the audio extra: pip install 'screener-400[audio]'") from error
    return whisper, torch


def _package_version() -> str:
    from importlib.metadata import version

    return version("openai-whisper")


def _weights_version(whisper: Any, name: str) -> str:  # noqa: ANN401 - a module
    """Return name and hash of the weights: published ones carry their hash in their address."""
    if Path(name).is_file():
        return f"{Path(name).stem}@{hashlib.sha256(Path(name).read_bytes()).hexdigest()[:12]}"
    return f"{name}@{whisper._MODELS[name].split('/')[-2][:12]}"


def _how_to_get(name: str, folder: Path, error: Exception) -> str:
    return (
        f"Whisper's weights for {name!r} are not in {folder} and cannot be downloaded ({error}). "
        f"Place {name}.pt there, or name a checkpoint file with SCREENER_WHISPER_MODEL"
    )
