import random

import pytest

from screener.noise import disguise, mishear, transcribe
from screener.phonetics import sounds

TEXT = "您好，欢迎致电康宁口腔门诊，预约挂号请按一，咨询医生请按二。"


def test_mishear_keeps_every_sound():
    heard = mishear(TEXT, 1.0, random.Random(1))
    assert heard != TEXT
    assert sounds(heard) == sounds(TEXT)


def test_mishear_at_rate_zero_changes_nothing():
    assert mishear(TEXT, 0.0, random.Random(1)) == TEXT


@pytest.mark.parametrize("damage", [lambda t, c: transcribe(t, 0.2, c), disguise])
def test_the_same_seed_gives_the_same_text(damage):
    assert damage(TEXT, random.Random(7)) == damage(TEXT, random.Random(7))
    assert len({damage(TEXT, random.Random(seed)) for seed in range(20)}) > 10


def test_transcribe_never_leaves_nothing():
    assert all(transcribe("。！", 0.1, random.Random(seed)).strip() for seed in range(20))
