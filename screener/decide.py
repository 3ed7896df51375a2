"""Hits and scores -> decision, reasons, and what was set aside; pure, no I/O.

Owns the decision. Every find is worth points by its severity; a find that is only a guess (a sound-alike, say) is worth
half. The classifier adds points of its own, and what it finds harmless as a whole is not flagged for words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from screener.classifier import Phrase, Scores, Thresholds
from screener.config import Settings
from screener.lexicon import Grant, Status, Taxonomy
from screener.matching import Hit, Matches, Part
from screener.matching.hits import STRONG
from screener.records import (
    Considered,
    Decision,
    Evidence,
    Reason,
    Severity,
    Source,
    Subject,
    Suggestion,
)

_LIKELY = 0.5
"""Score from which the classifier speaks for a category that is not its first."""
_LEXICON_SCORE = {Severity.HIGH: 0.9, Severity.MEDIUM: 0.6, Severity.LOW: 0.4}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier said of a text.

    Attributes:
        scores: how likely harm is, and of which category.
        thresholds: what the scores are read by.
        phrases: the words behind them.
        known: categories that it has learned well enough to overrule a rule.
    """

    scores: Scores
    thresholds: Thresholds
    phrases: tuple[Phrase, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision with everything that led to it."""

    decision: Decision
    suggestion: Suggestion
    reasons: tuple[Reason, ...]
    considered: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision depends on besides the text: whose announcement, which exceptions hold, on which day."""

    subject: Subject = Subject()
    grants: tuple[Grant, ...] = ()
    today: date = date.min


def decide(
    text: str,
    matches: Matches,
    judgement: Judgement | None,
    taxonomy: Taxonomy,
    settings: Settings,
    circumstances: Circumstances = Circumstances(),
) -> Verdict:
    """Return the verdict on `text`; the same arguments always give the same verdict."""
    active = [hit for hit in matches.hits if hit.rule.status is Status.ACTIVE]
    counted, considered = _set_aside(matches, active, circumstances)
    points = _points(counted, settings)
    reasons: list[Reason] = []
    if points + _classifier_points(judgement, settings) >= settings.points_flag and not _is_clear(judgement, counted):
        learned, excepted = _classifier_reasons(text, judgement, taxonomy, circumstances)
        named = _borne_out(counted, judgement)
        if not named and not learned:
            named = counted
        reasons += [*_lexicon_reasons(named, judgement, taxonomy), *learned]
        considered += excepted
        considered += [
            _considered(hit, "只是近音或变形的疑似写法，其余内容指向别的类别") for hit in counted if hit not in named
        ]
    else:
        considered += [_considered(hit, _why_not(hit, judgement)) for hit in counted]
    reasons.sort(key=lambda reason: (-reason.severity.rank, -reason.score, reason.category))
    if not reasons:
        return Verdict(Decision.PASS, Suggestion.PASS, (), tuple(considered))
    return Verdict(Decision.FLAG, suggest(reasons, judgement), tuple(reasons), tuple(considered))


def suggest(reasons: Sequence[Reason], judgement: Judgement | None) -> Suggestion:
    """Return `BLOCK` for high severity found with confidence, else `REVIEW`."""
    block = judgement.thresholds.block if judgement else 0.9
    sure = any(reason.severity is Severity.HIGH and reason.score >= block for reason in reasons)
    return Suggestion.BLOCK if sure else Suggestion.REVIEW


def _set_aside(matches: Matches, active: list[Hit], circumstances: Circumstances) -> tuple[list[Hit], list[Considered]]:
    considered = [_considered(hit, hit.because or "") for hit in matches.set_aside]
    considered += [
        _considered(hit, "试运行规则，不参与判定") for hit in matches.hits if hit.rule.status is Status.SHADOW
    ]
    counted = []
    for hit in active:
        grant = _grant_for(hit.rule.category, hit.rule.id, circumstances)
        if grant:
            considered.append(_considered(hit, _granted(grant)))
        else:
            counted.append(hit)
    return counted, considered


def _grant_for(category: str, rule: str | None, circumstances: Circumstances) -> Grant | None:
    for grant in circumstances.grants:
        covers = category in grant.categories or category.split(".")[0] in grant.categories or rule in grant.rules
        if covers and grant.expires >= circumstances.today and _is_for(grant, circumstances.subject):
            return grant
    return None


def _granted(grant: Grant) -> str:
    return f"{grant.because}（例外 {grant.id}，由{grant.granted_by}批准，有效期至 {grant.expires}）"


def _is_for(grant: Grant, subject: Subject) -> bool:
    """Return whether every condition that the grant names holds for the subject."""
    conditions = (
        (grant.numbers, (subject.number,)),
        (grant.sectors, (subject.sector,)),
        (grant.uses, (subject.declared_use,)),
        (grant.licences, subject.licences),
    )
    return all(not wanted or set(wanted) & set(given) for wanted, given in conditions)


def _points(hits: Iterable[Hit], settings: Settings) -> float:
    """Return the points of the hits, each rule once, weak finds half."""
    worth = {
        Severity.HIGH: settings.points_high,
        Severity.MEDIUM: settings.points_medium,
        Severity.LOW: settings.points_low,
    }
    best: dict[str, float] = defaultdict(float)
    for hit in hits:
        points = worth[hit.rule.severity] * (1.0 if hit.strength >= STRONG else 0.5)
        best[hit.rule.id] = max(best[hit.rule.id], points)
    return sum(best.values())


def _classifier_points(judgement: Judgement | None, settings: Settings) -> float:
    if judgement is None:
        return 0
    if judgement.scores.harm >= judgement.thresholds.flag:
        return settings.points_flag
    return settings.points_medium if judgement.scores.harm >= judgement.thresholds.support else 0


def _borne_out(counted: Sequence[Hit], judgement: Judgement | None) -> list[Hit]:
    """Return the hits that are sure, and the guesses of a category for which a sure hit or the classifier speaks."""
    spoken = {hit.rule.category for hit in counted if hit.strength >= STRONG}
    if judgement and judgement.scores.harm >= judgement.thresholds.support:
        ranked = judgement.scores.categories
        spoken |= {ranked[0][0], *(code for code, score in ranked if score >= _LIKELY)}
    return [hit for hit in counted if hit.rule.category in spoken]


def _is_clear(judgement: Judgement | None, counted: Iterable[Hit]) -> bool:
    """Return whether the classifier finds the whole so harmless that what was found in it does not count.

    Of what it has hardly seen it cannot say so.
    """
    if judgement is None or any(hit.rule.category not in judgement.known for hit in counted if hit.strength >= STRONG):
        return False
    return judgement.scores.harm < judgement.thresholds.clear


def _why_not(hit: Hit, judgement: Judgement | None) -> str:
    if judgement and judgement.scores.harm < judgement.thresholds.clear:
        return f"分类器认为整段更像正常内容（有害概率 {judgement.scores.harm:.2f}），其中的词语不足以认定"
    if hit.strength < STRONG:
        return "仅为近音或变形的疑似写法，没有其他佐证"
    return "单独一处不足以认定，没有其他佐证"


def _considered(hit: Hit, because: str) -> Considered:
    return Considered(hit.rule.category, hit.rule.id, because, _evidence([hit]), round(hit.strength, 4))


def _evidence(hits: Iterable[Hit]) -> tuple[Evidence, ...]:
    found = {(hit.rule.id, part): None for hit in hits for part in hit.parts}
    return tuple(_as_evidence(rule, part) for rule, part in found)


def _as_evidence(rule: str | None, part: Part) -> Evidence:
    return Evidence(rule, part.term, part.text, part.start, part.end, part.variant)


def _lexicon_reasons(hits: Sequence[Hit], judgement: Judgement | None, taxonomy: Taxonomy) -> Iterator[Reason]:
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


def _classifier_reasons(
    text: str, judgement: Judgement | None, taxonomy: Taxonomy, circumstances: Circumstances
) -> tuple[list[Reason], list[Considered]]:
    """Return the classifier's own finding when it is at least in doubt; under `considered` where it is excepted."""
    if judgement is None or judgement.scores.harm < judgement.thresholds.support:
        return [], []
    code, likelihood = judgement.scores.categories[0]
    evidence = tuple(
        Evidence(None, text[p.start : p.end], text[p.start : p.end], p.start, p.end, "exact") for p in judgement.phrases
    )
    grant = _grant_for(code, None, circumstances)
    if grant:
        return [], [Considered(code, None, _granted(grant), evidence, judgement.scores.harm)]
    category = taxonomy[code]
    reason = Reason(
        category=code,
        clause=category.clause,
        clause_text=category.clause_text,
        severity=category.severity,
        source=Source.CLASSIFIER,
        score=round(judgement.scores.harm * (0.5 + likelihood / 2), 4),
        message=f"整段文字与“{category.label_zh}”类内容相似，疑似违规（有害概率 {judgement.scores.harm:.2f}）",
        evidence=evidence,
    )
    return [reason], []
