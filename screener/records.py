"""The frozen records that stages hand to one another and to callers.

Owns shapes only: no I/O, no decisions. Spans are half-open `[start, end)` in code points of the original text,
times are seconds from the start of the recording. `Screening.to_dict` is the JSON of the contract, section 3.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Decision(StrEnum):
    """What the screener decides about an announcement."""

    PASS = "pass"
    FLAG = "flag"


class Suggestion(StrEnum):
    """What to do with the announcement; `PASS` exactly when the decision is `PASS`."""

    PASS = "pass"
    REVIEW = "review"
    BLOCK = "block"


class Severity(StrEnum):
    """How much harm the finding would do if it were true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 1 for medium, 2 for high."""
        return ("low", "medium", "high").index(self.value)


class Source(StrEnum):
    """Which stage spoke."""

    LEXICON = "lexicon"
    CLASSIFIER = "classifier"
    AUDIO = "audio"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that carry a reason, and where they are.

    `rule` is a rule id or None; `term` is what the lexicon holds, `text` what the announcement says;
    `start_s` and `end_s` are set for recordings only.
    """

    rule: str | None
    term: str
    text: str
    start: int
    end: int
    variant: str = "exact"
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding for a person to judge: clause, words, and which stage found it; `score` in [0, 1]."""

    category: str
    clause: str
    clause_text: str
    severity: Severity
    source: Source
    score: float
    message: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """Something seen and set aside, with why (`because`, one Chinese phrase)."""

    category: str
    rule: str | None
    because: str
    evidence: tuple[Evidence, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the announcement belongs to: used by licensed-trade exceptions, never logged."""

    number: str | None = None
    customer: str | None = None
    declared_use: str | None = None
    sector: str | None = None
    licences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of recognised speech; `confidence` in [0, 1] is the mean token probability."""

    text: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the recogniser heard: `speech_s` is what voice activity found, `doubts` name what a person must hear."""

    segments: tuple[Segment, ...]
    language: str
    duration_s: float
    speech_s: float
    asr: str
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All segments joined by single spaces: the text that is screened and that spans refer to."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Versions:
    """Everything a decision depends on."""

    screener: str
    lexicon: str
    model: str
    settings: str
    asr: str | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """The answer: `reasons` (most serious first) is empty exactly when the decision is `PASS`."""

    decision: Decision
    suggestion: Suggestion
    reasons: tuple[Reason, ...]
    considered: tuple[Considered, ...]
    text: str
    versions: Versions
    elapsed_ms: float
    transcript: Transcript | None = field(default=None)

    @property
    def categories(self) -> tuple[str, ...]:
        """Category codes of the reasons, main one first, each once."""
        return tuple(dict.fromkeys(reason.category for reason in self.reasons))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the contract, section 3."""
        transcript = None
        if self.transcript is not None:
            transcript = {
                "language": self.transcript.language,
                "duration_s": self.transcript.duration_s,
                "speech_s": self.transcript.speech_s,
                "segments": [asdict(segment) for segment in self.transcript.segments],
            }
        return {
            "decision": self.decision.value,
            "suggestion": self.suggestion.value,
            "reasons": [asdict(reason) for reason in self.reasons],
            "considered": [asdict(item) for item in self.considered],
            "text": self.text,
            "transcript": transcript,
            "versions": asdict(self.versions),
            "elapsed_ms": round(self.elapsed_ms, 3),
        }
