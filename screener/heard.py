"""Transcript -> what could not be heard, as A1 reasons; and where in the recording the words of a reason are.

Owns the rule that what was not heard is never a pass.
"""

from collections.abc import Iterator
from dataclasses import replace

from screener.lexicon import Taxonomy
from screener.records import Evidence, Reason, Source, Transcript

_MESSAGES = {
    "no_speech": "录音中没有检测到人声，疑似空录音或纯音乐，请人工收听",
    "unintelligible": "部分语音未能可靠识别（{detail}），疑似含有未审核内容，请人工收听",
    "unsupported_language": "语音疑似不是普通话（{detail}），请人工收听",
    "failed": "语音识别失败（{detail}），请人工收听或重新上传",
}
_DETAILS = {
    "loop": "识别结果重复",
    "phantom": "出现识别器在静音或音乐上常见的虚构字幕",
    "confidence": "识别置信度低",
    "uncovered": "有人声但没有文字",
    "empty": "有人声但没有文字",
}


def audio_reasons(transcript: Transcript, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Yield an A1 reason for everything in the recording that was not, or not surely, heard."""
    if transcript.speech_s <= 0:
        yield audio_reason("no_speech", "", taxonomy)
        return
    doubts = list(transcript.doubts) if transcript.text.strip() else ["empty", *transcript.doubts]
    foreign = [doubt.split(":", 1)[1] for doubt in doubts if doubt.startswith("foreign:")]
    if foreign:
        yield audio_reason("unsupported_language", foreign[0], taxonomy)
    details = dict.fromkeys(_DETAILS[doubt] for doubt in doubts if doubt in _DETAILS)
    if details:
        yield audio_reason("unintelligible", "、".join(details), taxonomy)


def audio_reason(name: str, detail: str, taxonomy: Taxonomy) -> Reason:
    """Return the reason for the sub-category `name` of A1."""
    category = taxonomy[f"A1.{name}"]
    return Reason(
        category=category.code,
        clause=category.clause,
        clause_text=category.clause_text,
        severity=category.severity,
        source=Source.AUDIO,
        score=1.0,
        message=_MESSAGES[name].format(detail=detail),
    )


def timed(reason: Reason, transcript: Transcript) -> Reason:
    """Return the reason with `start_s` and `end_s` of its evidence, as offsets into `transcript.text`."""
    return replace(reason, evidence=tuple(_timed_evidence(item, transcript) for item in reason.evidence))


def _timed_evidence(evidence: Evidence, transcript: Transcript) -> Evidence:
    return replace(
        evidence,
        start_s=_time_of(evidence.start, transcript),
        end_s=_time_of(evidence.end, transcript),
    )


def _time_of(offset: int, transcript: Transcript) -> float:
    """Return when the character at `offset` is spoken, taking speech within a segment as even."""
    position = 0
    for segment in transcript.segments:
        length = len(segment.text)
        if offset <= position + length:
            share = max(0, offset - position) / length
            return round(segment.start_s + share * (segment.end_s - segment.start_s), 2)
        position += length + 1  # segments are joined by one space
    return round(transcript.segments[-1].end_s, 2)
