"""What was not heard is never a pass; words are placed in time."""

import pytest

from screener.audio import Recording, Span
from screener.heard import audio_reasons, timed
from screener.records import Evidence, Reason, Segment, Severity, Source, Transcript
from screener.transcribe import Guards, Recogniser, _clips


def transcript(*segments, doubts=(), speech_s=5.0):
    return Transcript(segments, "zh", 10.0, speech_s, "test", doubts)


def codes(heard, lexicon):
    return [reason.category for reason in audio_reasons(heard, lexicon.taxonomy)]


SAID = Segment("您好欢迎致电", 1.0, 4.0, 0.9)


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (transcript(SAID), []),
        (transcript(speech_s=0.0), ["A1.no_speech"]),
        (transcript(), ["A1.unintelligible"]),
        (transcript(SAID, doubts=("loop",)), ["A1.unintelligible"]),
        (transcript(SAID, doubts=("phantom", "confidence")), ["A1.unintelligible"]),
        (transcript(SAID, doubts=("uncovered",)), ["A1.unintelligible"]),
        (transcript(SAID, doubts=("foreign:en",)), ["A1.unsupported_language"]),
    ],
)
def test_audio_reasons(heard, expected, lexicon):
    assert codes(heard, lexicon) == expected


def test_words_are_placed_within_their_segment():
    heard = transcript(SAID, Segment("网上赌场", 5.0, 7.0, 0.9))
    evidence = Evidence("T-10", "赌场", "赌场", 9, 11)
    reason = Reason("N7.gambling", "", "", Severity.HIGH, Source.LEXICON, 1.0, "", (evidence,))
    placed = timed(reason, heard).evidence[0]
    assert (placed.start_s, placed.end_s) == (6.0, 7.0)


def test_clips_keep_short_pauses_and_fit_the_window():
    spans = [Span(0.5, 2.0), Span(2.5, 4.0), Span(9.0, 30.0), Span(30.2, 50.0)]
    clips = list(_clips(spans, 51.0))
    assert [(round(c.start_s, 1), round(c.end_s, 1)) for c in clips] == [(0.2, 4.3), (8.7, 30.3), (29.9, 50.3)]


class FakeModel:
    """Answers like Whisper, with what it is told."""

    is_multilingual = False

    def __init__(self, *segments):
        self.segments, self.calls = segments, []

        class Device:
            type = "cpu"

        self.device = Device()

    def transcribe(self, samples, **options):
        self.calls.append(options)
        return {"segments": self.segments}


def segment(text, start=0.0, end=3.0, avg_logprob=-0.1, compression_ratio=1.0):
    return {
        "text": text,
        "start": start,
        "end": end,
        "avg_logprob": avg_logprob,
        "compression_ratio": compression_ratio,
    }


SPEECH = (Span(0.0, 3.0),)


def hear(*segments, speech=SPEECH):
    import numpy as np

    model = FakeModel(*segments)
    recording = Recording(np.zeros(16_000 * 10, np.float32), "0" * 64)
    return Recogniser(model, "fake").transcribe(recording, speech, Guards(("请不吝点赞",), 0.35)), model


@pytest.mark.parametrize(
    ("said", "doubts"),
    [
        (segment("您好"), ()),
        (segment("请不吝点赞 订阅"), ("phantom",)),
        (segment("好好好好好", compression_ratio=3.0), ("loop",)),
        (segment("您好", avg_logprob=-2.0), ("confidence",)),
        (segment("您好", end=0.5), ("uncovered",)),
        (segment("  "), ("uncovered",)),
    ],
)
def test_doubts(said, doubts):
    assert hear(said)[0].doubts == doubts


def test_traditional_characters_are_written_as_simplified_ones():
    assert hear(segment("歡迎致電"))[0].text == "欢迎致电"


def test_whisper_gets_no_prompt_and_no_chance():
    _, model = hear(segment("您好"))
    options = model.calls[0]
    assert options["temperature"] == 0.0
    assert options["condition_on_previous_text"] is False
    assert not {"initial_prompt", "prompt", "hotwords"} & set(options)


def test_times_count_from_the_start_of_the_recording():
    heard, _ = hear(segment("您好", start=0.3, end=1.3), speech=(Span(5.0, 6.0),))
    assert (heard.segments[0].start_s, heard.segments[0].end_s) == (5.0, 6.0)
