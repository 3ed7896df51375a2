"""Whole-pipeline promises: harmless words, unchanged versions, live change of the lexicon, long texts."""

import shutil
import threading
from dataclasses import replace

import pytest

from screener.errors import LexiconError
from screener.pipeline import Screener
from tests.conftest import ROOT

# Everyday words that plain word lists convict, by other hands: greetings, trades, places, idioms.
ORDINARY = [
    "公司",
    "客服",
    "发票",
    "优惠",
    "会员",
    "验证码",
    "招聘",
    "贷款",
    "充值",
    "中奖",
    "上门",
    "按摩",
    "彩票",
    "抽奖",
    "押金",
    "定金",
    "利息",
    "分期",
    "兼职",
    "日结",
    "加微信",
    "扫码",
    "转账",
    "银行卡",
    "身份证",
    "证件",
    "护照",
    "公章",
    "合同",
    "投资",
    "理财",
    "基金",
    "股票",
    "保险",
    "保证金",
    "手续费",
    "积分",
    "返现",
    "红包",
    "代理",
    "加盟",
    "推荐",
    "会员卡",
    "美容",
    "足疗",
    "桑拿",
    "会所",
    "酒吧",
    "棋牌",
    "麻将",
    "扑克",
    "斗地主",
    "游戏币",
    "赛马",
    "足球",
    "篮球",
    "拳击",
    "射击",
    "弓箭",
    "刀具",
    "剪刀",
    "菜刀",
    "炸鸡",
    "枪鱼",
    "水枪",
    "打火机",
    "酒精",
    "汽油",
    "化肥",
    "农药",
    "处方药",
    "止痛片",
    "麻醉",
    "手术",
    "移植",
    "献血",
    "试管婴儿",
    "疫苗",
    "体检",
    "律师",
    "法院",
    "派出所",
    "公安局",
    "检察院",
    "政府",
    "党员",
    "党校",
    "书记",
    "宪法",
    "民族",
    "清真",
    "佛教",
    "寺庙",
    "教堂",
    "法轮转动",
    "堵车",
    "读博",
    "大麻烦",
    "大麻哈鱼",
    "三黄片",
    "开发票务系统",
    "路口交通",
    "西藏旅游",
    "新疆哈密瓜",
    "台湾凤梨",
    "香港航班",
    "国旗",
    "国歌",
    "烈士陵园",
    "抗战纪念馆",
    "谣言",
    "举报",
    "报警",
    "诈骗",
    "赌博成瘾",
    "戒毒所",
    "禁毒宣传",
]


@pytest.mark.parametrize("word", ORDINARY)
def test_an_ordinary_word_alone_is_never_flagged(screener, word):
    for text in (word, f"您好，咨询{word}的问题请按一，人工服务请按零。"):
        assert screener.screen_text(text).decision == "pass"


def test_a_pass_says_what_was_set_aside(screener):
    screening = screener.screen_text("民警提醒：请远离网络赌博，发现线索请拨打举报电话。")
    assert screening.decision == "pass"
    assert any("赌博" in item.evidence[0].text and item.because for item in screening.considered)


def test_texts_are_screened_lazily_and_in_order(screener):
    def endless():
        while True:
            yield "您好，欢迎致电。"
            yield "金沙线上赌场今晚开业，真人荷官在线发牌。"

    results = screener.screen_texts(endless())
    assert [next(results).decision for _ in range(4)] == ["pass", "flag"] * 2


@pytest.mark.parametrize("times", [1, 3, 6, 10, 300])
def test_a_needle_in_a_long_text_is_found(screener, times):
    filler = "本店周一至周五上午九点到下午五点营业，周末休息，预约请按一，咨询请按二。" * times
    screening = screener.screen_text(filler + "金沙线上赌场开业，真人荷官在线发牌。" + filler)
    assert screening.decision == "flag"
    assert screening.reasons[0].category == "N7.gambling"


@pytest.fixture
def own_lexicon(settings, tmp_path):
    folder = shutil.copytree(
        ROOT / "lexicons", tmp_path / "lexicons", ignore=shutil.ignore_patterns("N9*", "N8*", "S*")
    )
    return folder, Screener.load(replace(settings, lexicons=folder, use_classifier=False))


def new_rule(folder, text="秘密暗号词"):
    (folder / "rules" / "new.yaml").write_text(
        f"category: N9.fraud\nsource: 测试\nrules:\n  - id: NEW-0010\n    message: 疑似测试\n    terms: [{text}]\n"
        f"    positive: [这是{text}, {text}在此]\n    negative: [普通的话, 又一句话]\n",
        encoding="utf-8",
    )


def test_the_lexicon_changes_while_screening_goes_on(own_lexicon):
    folder, screener = own_lexicon
    before = screener.versions.lexicon
    seen, stop = [], threading.Event()

    def work():
        while not stop.is_set():
            screening = screener.screen_text("这里有秘密暗号词")
            seen.append((screening.versions.lexicon, screening.decision))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    new_rule(folder)
    after = screener.reload().lexicon
    screener.screen_text("这里有秘密暗号词")
    stop.set()
    for worker in workers:
        worker.join()
    assert before != after
    assert set(seen) <= {(before, "pass"), (after, "flag")}
    assert screener.screen_text("这里有秘密暗号词").decision == "flag"


def test_a_broken_change_leaves_the_version_before_in_use(own_lexicon):
    folder, screener = own_lexicon
    before = screener.versions
    (folder / "rules" / "new.yaml").write_text("category: N9.fraud\nrules: [{id: X}]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"new\.yaml:2"):
        screener.reload()
    assert screener.versions == before
    assert screener.screen_text("金沙线上赌场开业").decision == "flag"
