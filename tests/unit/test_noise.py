import random

import pytest

from screener.noise import disguise, mishear, surround, transcribe
from screener.phonetics import sounds

OTHERS = ["门店地址请按1，会员积分请按2。", "明天上午停水，请各户提前储水。", "无标点"]
TEXT = "您好，欢迎致电康宁口腔门诊，预约挂号请按一，咨询医生请按二。"


def test_mishear_keeps_every_sound():
    heard = mishear(TEXT, 1.0, random.Random(1))
    assert heard != TEXT
    assert sounds(heard) == sounds(TEXT)


def test_mishear_at_rate_zero_changes_nothing():
    assert mishear(TEXT, 0.0, random.Random(1)) == TEXT


@pytest.mark.parametrize("damage", [lambda t, c: transcribe(t, 0.2, c), disguise, lambda t, c: surround(t, OTHERS, c)])
def test_the_same_seed_gives_the_same_text(damage):
    assert damage(TEXT, random.Random(7)) == damage(TEXT, random.Random(7))
    assert len({damage(TEXT, random.Random(seed)) for seed in range(20)}) > 10


def test_transcribe_never_leaves_nothing():
    assert all(transcribe("。！", 0.1, random.Random(seed)).strip() for seed in range(20))


def test_surround_keeps_the_text_whole_among_clauses_of_others():
    for seed in range(30):
        text = surround(TEXT, OTHERS, random.Random(seed))
        assert TEXT in text
        rest = text.replace(TEXT, "", 1)
        assert rest
        assert any(clause in rest for clause in ("门店地址请按1", "会员积分请按2", "明天上午停水", "储水", "无标点"))
