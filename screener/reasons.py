"""Hits and scores -> reasons, evidence, and what was considered: the records that an answer is made of.

Owns how a finding is put into words and figures; whether it counts is `decide`'s to say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screener.classifier import Phrase, Scores, Thresholds
from screener.lexicon import Taxonomy
from screener.matching import Hit, Part
from screener.records import Considered, Evidence, Reason, Severity, Source

_LEXICON_SCORE = {Severity.HIGH: 0.9, Severity.MEDIUM: 0.6, Severity.LOW: 0.4}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier said of a text.

    Attributes:
        scores: how likely harm is, and of which category.
        thresholds: what the scores are read by.
        phrases: the words behind them.
        known: categories that it has learned well enough to overrule a rule.
        nearby: probability of harm of the worst stretch with a rule's find in a long text, where an offer may hide.
    """

    scores: Scores
    thresholds: Thresholds
    phrases: tuple[Phrase, ...]
    known: frozenset[str]
    nearby: float = 0.0


def as_considered(hit: Hit, because: str) -> Considered:
    """Return the record of a hit that is no reason, and why."""
    return Considered(hit.rule.category, hit.rule.id, because, _evidence([hit]), round(hit.strength, 4))


def _evidence(hits: Iterable[Hit]) -> tuple[Evidence, ...]:
    found = {(hit.rule.id, part): None for hit in hits for part in hit.parts}
    return tuple(_as_evidence(rule, part) for rule, part in found)


def _as_evidence(rule: str | None, part: Part) -> Evidence:
    return Evidence(rule, part.term, part.text, part.start, part.end, part.variant)


def lexicon_reasons(hits: Sequence[Hit], judgement: Judgement | None, taxonomy: Taxonomy) -> Iterator[Reason]:
    """Yield one reason a category, with all the words that speak for it."""
    by_category: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_category[hit.rule.category].append(hit)
    learned = dict(judgement.scores.categories) if judgement else {}
    for code, found in by_category.items():
        found.sort(key=lambda hit: (-hit.rule.severity.rank, -hit.strength, hit.parts[0].start))
        main, category = found[0], taxonomy[code]
        score = _LEXICON_SCORE[main.rule.severity] * main.strength
        score = 1 - (1 - score) * (1 - learned.get(code, 0.0))
        yield Reason(
            category=code,
            clause=category.clause,
            clause_text=category.clause_text,
            severity=main.rule.severity,
            source=Source.LEXICON,
            score=round(score, 4),
            message=main.rule.message,
            evidence=_evidence(found),
        )


def classifier_reason(text: str, judgement: Judgement, taxonomy: Taxonomy) -> Reason:
    """Return the classifier's own finding, with the phrases that drove it."""
    code, likelihood = judgement.scores.categories[0]
    category = taxonomy[code]
    return Reason(
        category=code,
        clause=category.clause,
        clause_text=category.clause_text,
        severity=category.severity,
        source=Source.CLASSIFIER,
        score=round(judgement.scores.harm * (0.5 + likelihood / 2), 4),
        message=f"整段文字与“{category.label_zh}”类内容相似，疑似违规（有害概率 {judgement.scores.harm:.2f}）",
        evidence=tuple(
            Evidence(None, text[p.start : p.end], text[p.start : p.end], p.start, p.end, "exact")
            for p in judgement.phrases
        ),
    )
