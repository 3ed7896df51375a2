"""A recording -> mono waveform at 16 kHz and the spans of it that hold speech.

Owns decoding (PyAV) and voice activity (silero-vad), and the limits under which hostile files are opened. Both
libraries belong to the `audio` extra and are imported when a recording is opened.
"""

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from screener.errors import AudioError, AudioTooLargeError, TranscriptionError

RATE_HZ = 16_000
"""What Whisper and silero-vad expect."""
_UNKNOWN_SIZE = 0xFFFFFF00  # and above: what writers to a pipe put where the size belongs
_OGG_LAST_PAGE = 4  # bit of a page's flags, RFC 3533
_MISSING_S = 0.5  # a recording this much shorter than its header says has been cut off

Samples = npt.NDArray[np.float32]


class Span(NamedTuple):
    """A stretch of a recording, seconds."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What an upload may be: bytes and seconds."""

    max_bytes: int
    max_s: float


@dataclass(frozen=True, slots=True)
class Recording:
    """A decoded recording: float32 samples in [-1, 1], shape (n_samples,), mono, 16 kHz, and the hash of its file."""

    samples: Samples
    sha256: str

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / RATE_HZ


def read_recording(source: Path | BinaryIO, limits: Limits) -> Recording:
    """Return the decoded recording.

    Args:
        source: path or binary file; read once, never beyond `limits.max_bytes`.
        limits: bytes and seconds from which a recording is refused.

    Raises:
        AudioError: it is missing, empty, too large, too long, holds no audio, is damaged or cut off.
        TranscriptionError: the `audio` extra is not installed.
    """
    data = _read(source, limits.max_bytes)
    return Recording(_decode(data, limits.max_s), hashlib.sha256(data).hexdigest())


def _read(source: Path | BinaryIO, max_bytes: int) -> bytes:
    try:
        if isinstance(source, (str, os.PathLike)):
            with Path(source).open("rb") as file:
                data = file.read(max_bytes + 1)
        else:
            data = source.read(max_bytes + 1)
    except OSError as error:
        raise AudioError(f"{source}: cannot be read: {error.strerror}") from error
    if not data:
        raise AudioError("the recording is empty (0 bytes): send the file again")
    if len(data) > max_bytes:
        raise AudioTooLargeError(
            f"the recording is larger than max_audio_bytes = {max_bytes} bytes: compress or split it"
        )
    return data


def _decode(data: bytes, max_s: float) -> Samples:
    av = _av()
    if _is_cut_off(data):
        raise AudioError("the recording is cut off: its end is missing; send it again")
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="replace") as container:
            if not container.streams.audio:
                raise AudioError("the file has no audio track: send the recording itself (wav, mp3, opus, a-law …)")
            stream = container.streams.audio[0]
            claimed_s = _claimed_s(stream, container, av)
            _check_length(claimed_s, max_s)
            parts = list(_resampled(container, stream, max_s, av))
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise AudioError(f"the file cannot be decoded as audio: it is damaged or no recording ({error})") from error
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if not len(samples):
        raise AudioError("the recording holds no audible frame: it is damaged or empty")
    found_s = len(samples) / RATE_HZ
    if claimed_s is not None and found_s < claimed_s - _MISSING_S:
        raise AudioError(
            f"the recording is cut off: it says {claimed_s:.1f} s and holds {found_s:.1f} s; send it again"
        )
    return samples


def _is_cut_off(data: bytes) -> bool:
    """Return whether a WAV is shorter than its header says, or an Ogg stream lacks its last page.

    FFmpeg believes the length of the file in both cases and would decode what is left without a word.
    """
    if data[:4] == b"RIFF":
        claimed = int.from_bytes(data[4:8], "little")
        return 0 < claimed < _UNKNOWN_SIZE and len(data) < claimed  # the 8 bytes before are slack for odd writers
    if data[:4] == b"OggS":
        last = data.rfind(b"OggS")
        return not data[last + 5 : last + 6] or not data[last + 5] & _OGG_LAST_PAGE
    return False


def _claimed_s(stream: Any, container: Any, av: Any) -> float | None:  # noqa: ANN401 - PyAV objects
    """Return the length that the file's header states, None where it states none."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration is not None else None


def _check_length(seconds: float | None, max_s: float) -> None:
    if seconds is not None and seconds > max_s:
        raise AudioTooLargeError(
            f"the recording lasts {seconds:.0f} s, more than max_audio_s = {max_s:.0f} s: split it"
        )


def _resampled(container: Any, stream: Any, max_s: float, av: Any) -> Iterator[Samples]:  # noqa: ANN401 - PyAV objects
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    total = 0
    for frame in [*_frames(container, stream), None]:
        for part in resampler.resample(frame):
            samples = np.ascontiguousarray(part.to_ndarray().reshape(-1), dtype=np.float32)
            total += len(samples)
            _check_length(total / RATE_HZ if total > max_s * RATE_HZ else None, max_s)
            yield samples


def _frames(container: Any, stream: Any) -> Iterator[Any]:  # noqa: ANN401 - PyAV objects
    for frame in container.decode(stream):
        frame.pts = None  # broken time stamps of hostile files must not make the resampler insert or drop audio
        yield frame


def _av() -> Any:  # noqa: ANN401 - a module
    try:
        import av
    except ImportError as error:
        raise TranscriptionError("recordings need the audio extra: pip install 'screener-400[audio]'") from error
    return av


@cache
def _vad() -> Any:  # noqa: ANN401 - silero-vad has no types
    try:
        from silero_vad import load_silero_vad
    except ImportError as error:
        raise TranscriptionError("recordings need the audio extra: pip install 'screener-400[audio]'") from error
    return load_silero_vad(onnx=True)


def find_speech(recording: Recording) -> tuple[Span, ...]:
    """Return where the recording holds speech, in order, apart from one another.

    Source: silero-vad with its own defaults (threshold 0.5, 250 ms speech, 100 ms silence).
    """
    import torch
    from silero_vad import get_speech_timestamps

    found = get_speech_timestamps(
        torch.from_numpy(recording.samples), _vad(), sampling_rate=RATE_HZ, return_seconds=False
    )
    return tuple(Span(item["start"] / RATE_HZ, item["end"] / RATE_HZ) for item in found)
