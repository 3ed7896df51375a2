"""The packaged model: read without pickle, checked against its manifest, explained in words."""

import json
import shutil

import numpy as np
import pytest

from screener.classifier import Classifier
from screener.errors import ModelError
from screener.normalize import fold
from screener.training import model_version
from screener.words import Words
from tests.conftest import ROOT

MODEL = ROOT / "models" / "classifier"
HARMFUL = "注册就送彩金，真人荷官在线发牌，充值返水，代理月入十万。"
HARMLESS = "您好，欢迎致电康宁口腔门诊，预约挂号请按一，咨询医生请按二。"


@pytest.fixture(scope="module")
def classifier():
    return Classifier.load(MODEL)


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(MODEL, tmp_path / "model")


def given(matcher, text):
    words = Words(fold(text))
    return words, matcher.match_words(text, words)


def test_harm_is_higher_where_there_is_harm(classifier, matcher):
    harmful, harmless = (classifier.predict(classifier.read(*given(matcher, text))) for text in (HARMFUL, HARMLESS))
    assert harmful.harm >= classifier.thresholds.flag > classifier.thresholds.support > harmless.harm
    assert harmful.categories[0][0] == "N7.gambling"


def test_an_explanation_is_made_of_words_of_the_text(classifier, matcher):
    words, matches = given(matcher, HARMFUL)
    phrases = classifier.explain(classifier.read(words, matches), words, "N7.gambling")
    assert 1 <= len(phrases) <= 4
    assert all(0 <= phrase.start < phrase.end <= len(HARMFUL) for phrase in phrases)
    assert 0 < sum(phrase.weight for phrase in phrases) <= 1
    assert all(words.is_edge(phrase.start) and words.is_edge(phrase.end) for phrase in phrases)
    assert not any(mark in HARMFUL[phrase.start : phrase.end] for phrase in phrases for mark in "，。、！")


def test_a_text_without_any_known_feature_is_scored(classifier, matcher):
    scores = classifier.predict(classifier.read(*given(matcher, "𠀀")))
    assert 0 <= scores.harm <= 1


def test_an_altered_file_is_refused(copy):
    path = copy / "weights.npz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match=r"weights\.npz: differs from manifest\.json"):
        Classifier.load(copy)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("{", "is no valid JSON"), ("{}", "is of another format"), (json.dumps({"format": 99}), "is of another format")],
)
def test_a_broken_manifest_is_refused(copy, content, complaint):
    (copy / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=complaint):
        Classifier.load(copy)


def test_the_version_is_that_of_weights_and_thresholds(classifier):
    manifest = classifier.manifest
    weights = manifest["files"]["weights.npz"]
    assert classifier.version == model_version(weights, manifest)
    stricter = manifest | {"thresholds": manifest["thresholds"] | {"flag": 0.99}}
    assert model_version(weights, stricter) != classifier.version
    assert model_version("0" * 64, manifest) != classifier.version


def test_a_missing_file_is_named(copy):
    (copy / "weights.npz").unlink()
    with pytest.raises(ModelError, match=r"weights\.npz: cannot be read"):
        Classifier.load(copy)


def test_the_artefact_holds_no_pickle():
    with np.load(MODEL / "weights.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fu" for name in arrays.files)
