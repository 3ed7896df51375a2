"""`Screener`: wires the stages, from a text or a recording to a `Screening`.

Owns construction and order of stages. A screener keeps one lexicon and one model at a time; `replace` swaps both under
one reference, so that every screening is wholly under one version.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from screener import __version__
from screener.audio import Limits, Recording, find_speech, read_recording
from screener.classifier import Classifier
from screener.compiled import load_matcher
from screener.config import Settings, load_settings
from screener.decide import Verdict, decide
from screener.errors import TextError
from screener.grants import Circumstances
from screener.heard import audio_reasons, timed
from screener.judging import judge
from screener.lexicon import Grant
from screener.lexicon.load import load_grants, version_with
from screener.matching import Matcher
from screener.normalize import fold
from screener.reasons import Judgement
from screener.records import Decision, Reason, Screening, Subject, Suggestion, Transcript, Versions
from screener.transcribe import Guards, Recogniser
from screener.words import Words

_NOBODY = Subject()


@dataclass(frozen=True, slots=True)
class _State:
    """Everything a screening depends on, exchanged as a whole."""

    matcher: Matcher
    classifier: Classifier | None
    grants: tuple[Grant, ...]
    versions: Versions


class Screener:
    """Screens texts and recordings; safe to share between threads for texts."""

    def __init__(self, settings: Settings, matcher: Matcher, classifier: Classifier | None) -> None:
        """Wire the stages; `Screener.load` is the usual way in."""
        self.settings = settings
        self._state = _state(settings, matcher, classifier)
        self._recogniser: Recogniser | None = None
        self._loading = threading.Lock()

    @classmethod
    def load(cls, settings: Settings | None = None) -> "Screener":
        """Return a screener with the lexicon and model that the settings name.

        Raises:
            LexiconError: the lexicon is broken; ModelError: the model is; ConfigError: a setting is.
        """
        settings = settings or load_settings()
        return cls(settings, *_load(settings))

    @property
    def versions(self) -> Versions:
        """The versions that the next screening will be under."""
        return self._state.versions

    @property
    def matcher(self) -> Matcher:
        """The matcher of the lexicon in use."""
        return self._state.matcher

    def judge_words(self, words: Words, text: str) -> Judgement | None:
        """Return what the classifier says of a text, None without a classifier."""
        state = self._state
        return judge(state.classifier, words, state.matcher.match_words(text, words)) if state.classifier else None

    @property
    def asr_version(self) -> str | None:
        """The version of the speech recogniser, None until it is loaded."""
        return self._recogniser.version if self._recogniser else None

    def reload(self) -> Versions:
        """Read lexicon and model again and use them from the next screening on; on any error the old ones stay.

        Raises:
            LexiconError: the lexicon is broken; ModelError: the model is.
        """
        self._state = _state(self.settings, *_load(self.settings))
        return self._state.versions

    def screen_text(self, text: str, subject: Subject = _NOBODY) -> Screening:
        """Return the screening of one announcement.

        Raises:
            TextError: the text is empty, too long or holds half characters.
        """
        return self._screen(check_text(text, self.settings.max_text_chars), subject)

    def screen_texts(self, texts: Iterable[str]) -> Iterator[Screening]:
        """Yield the screening of each text, lazily and in order.

        Raises:
            TextError: a text is empty, too long or holds half characters.
        """
        return (self.screen_text(text) for text in texts)

    def screen_audio(self, source: Path | BinaryIO, subject: Subject = _NOBODY) -> Screening:
        """Return the screening of one recording, with its transcript; what was not heard is flagged, never passed.

        Raises:
            AudioError: the recording cannot be decoded or is over the limits.
            TranscriptionError: the speech recogniser or its weights are missing.
        """
        started = time.perf_counter()
        limits = Limits(self.settings.max_audio_bytes, self.settings.max_audio_s)
        recording = read_recording(source, limits)
        transcript = self._transcribe(recording)
        screening = self._screen_transcript(transcript, subject)
        return replace(screening, elapsed_ms=(time.perf_counter() - started) * 1000)

    def prepare_audio(self) -> str:
        """Load the speech recogniser now rather than at the first recording; return its version.

        Raises:
            TranscriptionError: the speech recogniser or its weights are missing.
        """
        with self._loading:
            if self._recogniser is None:
                settings = self.settings
                folder = settings.cache_dir / "whisper"
                self._recogniser = Recogniser.load(settings.whisper_model, settings.whisper_device, folder)
        return self._recogniser.version

    def _transcribe(self, recording: Recording) -> Transcript:
        speech = find_speech(recording)
        version = self.prepare_audio()
        if not speech or self._recogniser is None:
            return Transcript((), "zh", round(recording.duration_s, 3), 0.0, version)
        guards = Guards(self._state.matcher.lexicon.phantoms, self.settings.min_confidence)
        return self._recogniser.transcribe(recording, speech, guards)

    def _screen_transcript(self, transcript: Transcript, subject: Subject) -> Screening:
        """Return the screening of what was heard, with a reason for what was not."""
        state = self._state
        taxonomy = state.matcher.lexicon.taxonomy
        versions = replace(state.versions, asr=transcript.asr)
        if transcript.text.strip():
            screening = replace(self._screen(transcript.text, subject), versions=versions, transcript=transcript)
        else:
            nothing = Verdict(Decision.PASS, Suggestion.PASS, (), ())
            screening = replace(_screening("", nothing, versions, 0.0), transcript=transcript)
        reasons = tuple(timed(reason, transcript) for reason in screening.reasons)
        return with_audio_reasons(replace(screening, reasons=reasons), tuple(audio_reasons(transcript, taxonomy)))

    def _screen(self, text: str, subject: Subject) -> Screening:
        started = time.perf_counter()
        state = self._state
        words = Words(fold(text))
        matches = state.matcher.match_words(text, words)
        judgement = judge(state.classifier, words, matches) if state.classifier else None
        circumstances = Circumstances(subject, state.grants, date.today())
        verdict = decide(text, matches, judgement, state.matcher.lexicon.taxonomy, self.settings, circumstances)
        return _screening(text, verdict, state.versions, (time.perf_counter() - started) * 1000)


def check_text(text: str, longest: int) -> str:
    """Return the text if it can be screened.

    Raises:
        TextError: it is empty, longer than `longest` characters or holds surrogates (broken UTF-8).
    """
    if not text.strip():
        raise TextError("the text is empty: there is nothing to screen")
    if len(text) > longest:
        raise TextError(f"the text has {len(text)} characters, more than max_text_chars = {longest}; split it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise TextError(f"the text is no valid Unicode at character {error.start}; send it as UTF-8") from error
    return text


def with_audio_reasons(screening: Screening, found: tuple[Reason, ...]) -> Screening:
    """Return the screening with A1 reasons behind its own; any of them makes it a flag."""
    if not found:
        return screening
    suggestion = Suggestion.REVIEW if screening.decision is Decision.PASS else screening.suggestion
    return replace(screening, decision=Decision.FLAG, suggestion=suggestion, reasons=screening.reasons + found)


def _load(settings: Settings) -> tuple[Matcher, Classifier | None]:
    matcher = load_matcher(settings.lexicons, settings.cache_dir)
    return matcher, Classifier.load(settings.model) if settings.use_classifier else None


def _state(settings: Settings, matcher: Matcher, classifier: Classifier | None) -> _State:
    lexicon = matcher.lexicon
    grants = lexicon.grants + load_grants(settings.grants, lexicon.taxonomy)
    model = classifier.version if classifier else "none"
    versions = Versions(__version__, version_with(settings.grants, lexicon.version), model, settings.version)
    return _State(matcher, classifier, grants, versions)


def _screening(text: str, verdict: Verdict, versions: Versions, elapsed_ms: float) -> Screening:
    return Screening(
        decision=verdict.decision,
        suggestion=verdict.suggestion,
        reasons=verdict.reasons,
        considered=verdict.considered,
        text=text,
        versions=versions,
        elapsed_ms=elapsed_ms,
    )
