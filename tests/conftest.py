"""Fixtures shared by all tests: the packaged lexicon and model, the small speech checkpoint, the recordings."""

from dataclasses import replace
from pathlib import Path

import pytest

from screener.config import Settings
from screener.lexicon import load_lexicon
from screener.matching import Matcher
from screener.pipeline import Screener

ROOT = Path(__file__).parent.parent
RECORDINGS = Path(__file__).parent / "fixtures" / "asr"
CHECKPOINT = RECORDINGS / "tiny-zh-espeak.pt"


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    """The defaults, with a cache of the tests' own and the small checkpoint as the speech recogniser."""
    return Settings(
        cache_dir=tmp_path_factory.mktemp("cache"),
        whisper_model=str(CHECKPOINT),
        whisper_device="cpu",
        database="sqlite://",
        demonstration=True,
    )


@pytest.fixture(scope="session")
def lexicon():
    return load_lexicon(ROOT / "lexicons")


@pytest.fixture(scope="session")
def matcher(lexicon):
    return Matcher(lexicon)


@pytest.fixture(scope="session")
def screener(settings):
    return Screener.load(settings)


@pytest.fixture(scope="session")
def rules_only(settings):
    return Screener.load(replace(settings, use_classifier=False))


@pytest.fixture
def recordings():
    return RECORDINGS
