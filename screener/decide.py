"""Hits and scores -> decision, reasons, and what was set aside; pure, no I/O.

Owns the decision. Every find is worth points by its severity; a find that is only a guess (a sound-alike, say) is worth
half. The classifier adds points of its own, and what it finds harmless as a whole is not flagged for words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screener.config import Settings
from screener.grants import ORDINARY, Circumstances, grant_for, granted
from screener.lexicon import Status, Taxonomy
from screener.matching import Hit, Matches
from screener.matching.hits import STRONG
from screener.reasons import Judgement, as_considered, classifier_reason, lexicon_reasons
from screener.records import Considered, Decision, Reason, Severity, Suggestion

_LIKELY = 0.5
"""Score from which the classifier speaks for a category that is not its first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision with everything that led to it."""

    decision: Decision
    suggestion: Suggestion
    reasons: tuple[Reason, ...]
    considered: tuple[Considered, ...]


def decide(
    text: str,
    matches: Matches,
    judgement: Judgement | None,
    taxonomy: Taxonomy,
    settings: Settings,
    circumstances: Circumstances = ORDINARY,
) -> Verdict:
    """Return the verdict on `text`; the same arguments always give the same verdict."""
    active = [hit for hit in matches.hits if hit.rule.status is Status.ACTIVE]
    counted, considered = _set_aside(matches, active, circumstances)
    points = _points(counted, settings)
    reasons: list[Reason] = []
    if points + _classifier_points(judgement, settings) >= settings.points_flag and not _is_clear(judgement, counted):
        learned, excepted = _classifier_reasons(text, judgement, taxonomy, circumstances)
        named, doubtful = _borne_out(counted, judgement)
        if not named and not learned:
            named, doubtful = counted, []
        reasons += [*lexicon_reasons(named, judgement, taxonomy), *learned]
        considered += excepted
        considered += [as_considered(hit, "只是近音或变形的疑似写法，其余内容指向别的类别") for hit in doubtful]
    else:
        considered += [as_considered(hit, _why_not(hit, judgement)) for hit in counted]
    reasons.sort(key=_order)
    if not reasons:
        return Verdict(Decision.PASS, Suggestion.PASS, (), tuple(considered))
    return Verdict(Decision.FLAG, suggest(reasons, judgement), tuple(reasons), tuple(considered))


def _order(reason: Reason) -> tuple[int, float, int, str]:
    """Return what reasons are sorted by: gravest and surest first, of equals that for which most rules speak."""
    rules = {evidence.rule for evidence in reason.evidence}
    return -reason.severity.rank, -reason.score, -len(rules), reason.category


def suggest(reasons: Sequence[Reason], judgement: Judgement | None) -> Suggestion:
    """Return `BLOCK` for high severity found with confidence, else `REVIEW`."""
    block = judgement.thresholds.block if judgement else 0.9
    sure = any(reason.severity is Severity.HIGH and reason.score >= block for reason in reasons)
    return Suggestion.BLOCK if sure else Suggestion.REVIEW


def _set_aside(matches: Matches, active: list[Hit], circumstances: Circumstances) -> tuple[list[Hit], list[Considered]]:
    considered = [as_considered(hit, hit.because or "") for hit in matches.set_aside]
    considered += [
        as_considered(hit, "试运行规则，不参与判定") for hit in matches.hits if hit.rule.status is Status.SHADOW
    ]
    counted = []
    for hit in active:
        grant = grant_for(hit.rule.category, hit.rule.id, circumstances)
        if grant:
            considered.append(as_considered(hit, granted(grant)))
        else:
            counted.append(hit)
    return counted, considered


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


def _borne_out(counted: Sequence[Hit], judgement: Judgement | None) -> tuple[list[Hit], list[Hit]]:
    """Return the hits of categories for which a sure hit or the classifier speaks, and the other guesses."""
    spoken = {hit.rule.category for hit in counted if hit.strength >= STRONG}
    if judgement and judgement.scores.harm >= judgement.thresholds.support:
        ranked = judgement.scores.categories
        spoken |= {ranked[0][0], *(code for code, score in ranked if score >= _LIKELY)}
    named = [hit for hit in counted if hit.rule.category in spoken]
    return named, [hit for hit in counted if hit.rule.category not in spoken]


def _is_clear(judgement: Judgement | None, counted: Iterable[Hit]) -> bool:
    """Return whether the classifier finds the whole so harmless that what was found in it does not count.

    Of what it has hardly seen it cannot say so.
    """
    if judgement is None or any(hit.rule.category not in judgement.known for hit in counted if hit.strength >= STRONG):
        return False
    return max(judgement.scores.harm, judgement.nearby) < judgement.thresholds.clear


def _why_not(hit: Hit, judgement: Judgement | None) -> str:
    if judgement and judgement.scores.harm < judgement.thresholds.clear:
        return f"分类器认为整段更像正常内容（有害概率 {judgement.scores.harm:.2f}），其中的词语不足以认定"
    if hit.strength < STRONG:
        return "仅为近音或变形的疑似写法，没有其他佐证"
    return "单独一处不足以认定，没有其他佐证"


def _classifier_reasons(
    text: str, judgement: Judgement | None, taxonomy: Taxonomy, circumstances: Circumstances
) -> tuple[list[Reason], list[Considered]]:
    """Return the classifier's own finding when it is at least in doubt; under `considered` where it is excepted."""
    if judgement is None or judgement.scores.harm < judgement.thresholds.support:
        return [], []
    reason = classifier_reason(text, judgement, taxonomy)
    grant = grant_for(reason.category, None, circumstances)
    if grant:
        return [], [Considered(reason.category, None, granted(grant), reason.evidence, judgement.scores.harm)]
    return [reason], []
