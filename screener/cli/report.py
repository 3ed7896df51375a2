"""A screening -> a report for people in a terminal: decision, clause, words underlined where they stand.

Owns colours and layout; nothing is decided here. Colours are used only on a terminal, and never when NO_COLOR is set.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

from screener.records import Considered, Decision, Evidence, Reason, Screening

_RED, _GREEN, _YELLOW, _BOLD, _DIM, _UNDERLINE, _RESET = "31;1", "32;1", "33;1", "1", "2", "4;31", "0"
_MOST_CONSIDERED = 6
_LONGEST = 600
_DECISIONS = {"pass": "通过 pass", "review": "待复核 flag · review", "block": "拦截待审 flag · block"}
_SOURCES = {"lexicon": "规则", "classifier": "分类器", "audio": "音频", "policy": "策略"}


@dataclass(frozen=True, slots=True)
class Style:
    """Whether to colour."""

    colour: bool

    @classmethod
    def for_stream(cls, stream: TextIO) -> "Style":
        """Return colours for a terminal, none for a file, a pipe, or when NO_COLOR is set."""
        return cls(stream.isatty() and not os.environ.get("NO_COLOR"))

    def paint(self, text: str, code: str) -> str:
        """Return the text in the colour with this ANSI code."""
        return f"\033[{code}m{text}\033[{_RESET}m" if self.colour else text


def render(screening: Screening, style: Style) -> str:
    """Return the report, several lines without a trailing newline."""
    colour = _GREEN if screening.decision is Decision.PASS else _RED
    if screening.suggestion == "review":
        colour = _YELLOW
    lines = [style.paint(f"● {_DECISIONS[screening.suggestion]}", colour)]
    lines += _text_lines(screening, style)
    for number, reason in enumerate(screening.reasons, start=1):
        lines += _reason_lines(number, reason, style)
    lines += _considered_lines(screening.considered, style)
    versions = screening.versions
    about = (
        f"  {screening.elapsed_ms:.0f} ms · 词库 {versions.lexicon} · 模型 {versions.model} · 设置 {versions.settings}"
    )
    return "\n".join([*lines, style.paint(about + (f" · 识别 {versions.asr}" if versions.asr else ""), _DIM)])


def _text_lines(screening: Screening, style: Style) -> Iterator[str]:
    marked = _marked([evidence for reason in screening.reasons for evidence in reason.evidence])
    text = screening.text.replace("\n", " ")
    shown = text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")
    if style.colour:
        yield "  " + "".join(style.paint(c, _UNDERLINE) if i in marked else c for i, c in enumerate(shown))
        return
    yield "  " + shown
    if marked:
        under = "".join(("^" if i in marked else " ") * _columns(c) for i, c in enumerate(shown))
        yield "  " + under.rstrip()


def _marked(evidence: Iterable[Evidence]) -> set[int]:
    return {i for item in evidence for i in range(item.start, item.end)}


def _columns(character: str) -> int:
    """Return how many terminal columns a character takes: Chinese ones take two."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _reason_lines(number: int, reason: Reason, style: Style) -> Iterator[str]:
    head = f"  {number}. {reason.message}"
    yield style.paint(head, _BOLD)
    yield f"     {reason.clause}“{reason.clause_text}” [{reason.category}]"
    yield f"     依据：{_SOURCES[reason.source]} · 严重程度 {reason.severity} · 分值 {reason.score:.2f}"
    rules: dict[Evidence, list[str]] = {}
    for evidence in reason.evidence:
        rules.setdefault(replace(evidence, rule=None), []).append(evidence.rule or "")
    for words in sorted(rules, key=lambda words: (words.start, words.end)):
        yield f"     - {_evidence(words)} {'、'.join(rules[words])}".rstrip()


def _evidence(evidence: Evidence) -> str:
    place = f"第 {evidence.start + 1}–{evidence.end} 字"
    if evidence.start_s is not None and evidence.end_s is not None:
        place += f"，{evidence.start_s:.1f}–{evidence.end_s:.1f} 秒"
    disguise = "" if evidence.variant == "exact" else f"（词条“{evidence.term}”，写法 {evidence.variant}）"
    return f"“{evidence.text}”{disguise} {place}"


def _considered_lines(considered: Sequence[Considered], style: Style) -> Iterator[str]:
    if considered:
        yield style.paint("  已考虑但不计入：", _DIM)
    for item in considered[:_MOST_CONSIDERED]:
        words = "、".join(f"“{evidence.text}”" for evidence in item.evidence)
        yield style.paint(f"    {words} [{item.category}{' ' + item.rule if item.rule else ''}]：{item.because}", _DIM)
    if len(considered) > _MOST_CONSIDERED:
        yield style.paint(f"    … 另有 {len(considered) - _MOST_CONSIDERED} 处（--json 查看全部）", _DIM)
