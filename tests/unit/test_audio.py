"""Decoding under limits and voice activity, on real files."""

import io

import numpy as np
import pytest

from screener.audio import RATE_HZ, Limits, find_speech, read_recording
from screener.errors import AudioError, AudioTooLargeError

LIMITS = Limits(max_bytes=10_000_000, max_s=60.0)
VIDEO_WITHOUT_SOUND = "video.mkv"


@pytest.mark.parametrize(
    "name",
    [
        "greeting-clinic-16k.wav",
        "greeting-hotel-8k.wav",
        "greeting-water-alaw-8k.wav",
        "greeting-travel-16k.mp3",
        "gambling-lottery-16k.ogg",
    ],
)
def test_every_format_becomes_mono_16_khz_with_speech(recordings, name):
    recording = read_recording(recordings / name, LIMITS)
    assert recording.samples.dtype == np.float32
    assert recording.samples.ndim == 1
    assert 3 < recording.duration_s < 15
    assert 0.05 < np.abs(recording.samples).max() <= 1.0
    assert len(recording.sha256) == 64
    spans = find_speech(recording)
    assert 0.5 < sum(span.end_s - span.start_s for span in spans) / recording.duration_s <= 1


@pytest.mark.parametrize("name", ["silence-16k.wav", "silence-faint-noise-alaw-8k.wav", "tone-hold-music-8k.wav"])
def test_silence_and_music_hold_no_speech(recordings, name):
    assert find_speech(read_recording(recordings / name, LIMITS)) == ()


def test_speech_that_starts_late_is_placed(recordings):
    spans = find_speech(read_recording(recordings / "greeting-late-start-16k.ogg", LIMITS))
    assert 4.5 < spans[0].start_s < 5.6


def test_a_file_object_does_as_well_as_a_path(recordings):
    path = recordings / "greeting-clinic-16k.wav"
    with path.open("rb") as file:
        assert read_recording(file, LIMITS).sha256 == read_recording(path, LIMITS).sha256


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        ("文本".encode() * 500, "cannot be decoded"),
        (b"ID3" + bytes(4000), r"cannot be decoded|no audible"),
    ],
)
def test_what_is_no_recording_is_refused(data, complaint):
    with pytest.raises(AudioError, match=complaint):
        read_recording(io.BytesIO(data), LIMITS)


@pytest.mark.parametrize("name", ["greeting-clinic-16k.wav", "greeting-travel-16k.mp3", "gambling-lottery-16k.ogg"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_recording_that_is_cut_off_is_refused(recordings, name, share):
    data = (recordings / name).read_bytes()
    with pytest.raises(AudioError, match=r"cut off|cannot be decoded"):
        read_recording(io.BytesIO(data[: int(len(data) * share)]), LIMITS)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AudioError, match=r"nosuch\.wav: cannot be read"):
        read_recording(tmp_path / "nosuch.wav", LIMITS)


def test_limits_on_bytes_and_seconds(recordings):
    path = recordings / "greeting-clinic-16k.wav"
    with pytest.raises(AudioTooLargeError, match="max_audio_bytes"):
        read_recording(path, Limits(1_000, 60))
    with pytest.raises(AudioTooLargeError, match="max_audio_s"):
        read_recording(path, Limits(10_000_000, 2.0))


def encoded(path, seconds, codec, **options):
    import av

    with av.open(str(path), "w", **options) as container:
        stream = container.add_stream(codec, rate=8000, layout="mono")
        for _ in range(seconds):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), format="s16", layout="mono")
            frame.sample_rate = 8000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_a_three_hour_recording_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "long.wav"
    encoded(path, 3 * 3600, "pcm_alaw")
    with pytest.raises(AudioTooLargeError, match=r"lasts 10800 s"):
        read_recording(path, Limits(200_000_000, 1800.0))


def test_a_video_without_an_audio_track_is_refused(tmp_path):
    import av

    path = tmp_path / VIDEO_WITHOUT_SOUND
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(AudioError, match="no audio track"):
        read_recording(path, LIMITS)


def test_rate_is_what_whisper_expects():
    assert RATE_HZ == 16_000
