"""From a recording to a decision, really transcribed: by the small checkpoint, on sentences it never saw."""

import json

import pytest

from tests.conftest import RECORDINGS

MANIFEST = [json.loads(line) for line in (RECORDINGS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
SPOKEN = [item for item in MANIFEST if item["text"]]
# The checkpoint measured 0.19 when it was committed; the aim is 0.08 (make whisper-fixture, see its card).
WORST_CER = 0.08


def edits(one, other):
    """Return the Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


@pytest.fixture(scope="session")
def screenings(screener):
    return {item["file"]: screener.screen_audio(RECORDINGS / item["file"]) for item in MANIFEST}


def test_character_error_rate(screenings):
    wrong = sum(edits(item["text"], screenings[item["file"]].text.replace(" ", "")) for item in SPOKEN)
    assert wrong / sum(len(item["text"]) for item in SPOKEN) <= WORST_CER


@pytest.mark.parametrize("name", [item["file"] for item in SPOKEN if item["kind"] == "gambling"])
def test_gambling_is_flagged_with_words_and_times(screenings, name):
    screening = screenings[name]
    assert screening.decision == "flag"
    reason = screening.reasons[0]
    assert (reason.category, reason.clause) == ("N7.gambling", "九不准 第7项")
    for evidence in reason.evidence:
        assert screening.text[evidence.start : evidence.end] == evidence.text
        assert 0 <= evidence.start_s < evidence.end_s <= screening.transcript.duration_s


@pytest.mark.parametrize("name", [item["file"] for item in SPOKEN if item["kind"] in ("pass", "warning", "late_start")])
def test_an_ordinary_announcement_passes(screenings, name):
    assert screenings[name].decision == "pass", screenings[name].reasons


@pytest.mark.parametrize("name", ["silence-16k.wav", "silence-faint-noise-alaw-8k.wav", "tone-hold-music-8k.wav"])
def test_no_speech_is_flagged(screenings, name):
    assert screenings[name].categories == ("A1.no_speech",)
    assert screenings[name].suggestion == "review"


def test_a_warning_against_gambling_is_no_gambling(screenings):
    assert "N7.gambling" not in screenings["warning-gambling-8k.wav"].categories


def test_a_long_recording_is_heard_to_its_end(screenings):
    screening = screenings["notice-two-windows-16k.ogg"]
    assert screening.transcript.segments[-1].end_s > 36


def test_the_same_recording_gives_the_same_screening(screener, screenings):
    again = screener.screen_audio(RECORDINGS / "gambling-casino-16k.wav").to_dict()
    before = screenings["gambling-casino-16k.wav"].to_dict()
    assert {**again, "elapsed_ms": 0} == {**before, "elapsed_ms": 0}
