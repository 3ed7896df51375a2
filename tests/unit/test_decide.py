"""Points, classifier, exceptions: what turns finds into a verdict."""

from dataclasses import replace
from datetime import date

import pytest

from screener.classifier import Phrase, Scores, Thresholds
from screener.config import Settings
from screener.decide import decide
from screener.grants import Circumstances
from screener.lexicon import Grant, Status
from screener.matching import Hit, Matches, Part
from screener.reasons import Judgement
from screener.records import Decision, Severity, Source, Subject, Suggestion
from tests.lexicons import PACKAGED, PLACE, rule

TEXT = "来玩赌博平台吧"
THRESHOLDS = Thresholds(flag=0.8, support=0.5, clear=0.05, block=0.9)


def hit(strength=1.0, because=None, **changes):
    return Hit(rule(["赌博平台"], **changes), (Part("赌博平台", "赌博平台", 2, 6, "exact"),), strength, because)


def judged(harm, category="N7.gambling"):
    return Judgement(Scores(harm, ((category, 0.9),)), THRESHOLDS, (Phrase(2, 6, 0.7),), frozenset({"N7.gambling"}))


def verdict(*hits, set_aside=(), judgement=None, circumstances=Circumstances()):  # noqa: B008
    return decide(TEXT, Matches(hits, set_aside), judgement, PACKAGED.taxonomy, Settings(), circumstances)


@pytest.mark.parametrize(
    ("hits", "harm", "decision"),
    [
        pytest.param([hit()], None, "flag", id="high-alone"),
        pytest.param([hit(severity=Severity.MEDIUM)], None, "pass", id="medium-alone"),
        pytest.param(
            [hit(severity=Severity.MEDIUM), hit(severity=Severity.MEDIUM, identity="T-20")], None, "flag", id="two"
        ),
        pytest.param([hit(severity=Severity.MEDIUM), hit(severity=Severity.MEDIUM)], None, "pass", id="one-rule-twice"),
        pytest.param([hit(strength=0.5)], None, "pass", id="guess-alone"),
        pytest.param([hit(strength=0.5)], 0.6, "flag", id="guess-borne-out"),
        pytest.param([hit(severity=Severity.MEDIUM)], 0.6, "flag", id="medium-borne-out"),
        pytest.param([hit()], 0.01, "pass", id="one-word-in-a-clearly-harmless-text"),
        pytest.param([hit(), hit(identity="T-20")], 0.01, "pass", id="words-in-a-clearly-harmless-text"),
        pytest.param([], 0.85, "flag", id="classifier-alone"),
        pytest.param([], 0.6, "pass", id="classifier-in-doubt"),
        pytest.param([hit(status=Status.SHADOW)], None, "pass", id="shadow"),
        pytest.param([], None, "pass", id="nothing"),
    ],
)
def test_decision(hits, harm, decision):
    found = verdict(*hits, judgement=None if harm is None else judged(harm))
    assert found.decision == decision
    assert bool(found.reasons) is (found.decision is Decision.FLAG)
    assert (found.suggestion is Suggestion.PASS) is (found.decision is Decision.PASS)


def test_a_find_among_many_harmless_words_counts_where_its_surroundings_are_harmful():
    hidden = replace(judged(0.01), nearby=0.9)
    assert verdict(hit(), judgement=hidden).decision is Decision.FLAG
    assert verdict(hit(), judgement=replace(hidden, nearby=0.01)).decision is Decision.PASS


def test_a_rule_of_a_category_that_the_classifier_hardly_knows_is_not_overruled():
    assert verdict(hit(category="N1"), judgement=judged(0.01)).decision is Decision.FLAG


def test_a_guess_of_another_category_is_no_reason():
    found = verdict(hit(), hit(strength=0.5, category="N9.drugs", identity="T-20"))
    assert [reason.category for reason in found.reasons] == ["N7.gambling"]
    assert [item.rule for item in found.considered] == ["T-20"]


def test_a_guess_that_the_classifier_shares_is_a_reason():
    guess = hit(strength=0.5, category="N9.drugs", identity="T-20")
    found = verdict(guess, judgement=judged(0.95, "N9.drugs"))
    assert {(reason.category, reason.source) for reason in found.reasons} == {
        ("N9.drugs", Source.LEXICON),
        ("N9.drugs", Source.CLASSIFIER),
    }


def test_guesses_alone_stay_reasons_where_they_decide():
    guesses = [hit(strength=0.5, identity=f"T-{n}", category=code) for n, code in ((1, "N9.drugs"), (2, "N9.fraud"))]
    assert {reason.category for reason in verdict(*guesses).reasons} == {"N9.drugs", "N9.fraud"}


def test_a_reason_cites_its_clause_and_words():
    reason = verdict(hit()).reasons[0]
    assert (reason.clause, reason.category, reason.source) == ("九不准 第7项", "N7.gambling", Source.LEXICON)
    assert "赌博" in reason.clause_text
    assert reason.evidence[0].text == "赌博平台"
    assert reason.message.startswith("疑似")


def test_a_classifier_reason_shows_its_phrases():
    reason = verdict(judgement=judged(0.95)).reasons[0]
    assert reason.source is Source.CLASSIFIER
    assert [evidence.text for evidence in reason.evidence] == ["赌博平台"]


def test_what_did_not_count_is_considered_with_why():
    considered = verdict(set_aside=(hit(because="是警示"),)).considered
    assert [item.because for item in considered] == ["是警示"]
    assert verdict(hit(strength=0.5)).considered[0].because
    assert "试运行" in verdict(hit(status=Status.SHADOW)).considered[0].because


def test_of_equal_reasons_that_for_which_most_rules_speak_comes_first():
    hits = [hit(category="N6.rumor"), hit(identity="T-20"), hit(identity="T-30")]
    assert [reason.category for reason in verdict(*hits).reasons] == ["N7.gambling", "N6.rumor"]


def test_reasons_come_most_serious_first():
    reasons = verdict(hit(severity=Severity.MEDIUM, category="N9.ad_law"), hit(identity="T-20")).reasons
    assert [reason.severity for reason in reasons] == [Severity.HIGH, Severity.MEDIUM]


GRANT = Grant("G-1", "持牌机构", "合规部", date(2030, 1, 1), ("N7.gambling",), (), ("4001",), ("彩票",), (), (), PLACE)


@pytest.mark.parametrize(
    ("subject", "today", "decision"),
    [
        (Subject(number="4001", sector="彩票"), date(2029, 12, 31), "pass"),
        (Subject(number="4001", sector="彩票"), date(2030, 1, 2), "flag"),
        (Subject(number="4001"), date(2029, 1, 1), "flag"),
        (Subject(), date(2029, 1, 1), "flag"),
    ],
)
def test_a_licensed_trade_is_excepted_until_the_exception_expires(subject, today, decision):
    found = verdict(hit(), circumstances=Circumstances(subject, (GRANT,), today))
    assert found.decision == decision
    if decision == "pass":
        assert "G-1" in found.considered[0].because


def test_an_exception_covers_what_the_classifier_says_too():
    grant = replace(GRANT, numbers=(), sectors=("彩票",))
    circumstances = Circumstances(Subject(sector="彩票"), (grant,), date(2029, 1, 1))
    found = verdict(judgement=judged(0.95), circumstances=circumstances)
    assert found.decision is Decision.PASS
    assert "G-1" in found.considered[0].because
