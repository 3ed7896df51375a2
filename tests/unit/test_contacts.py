"""Addresses that a rule may ask for by name."""

import pytest

from screener.contacts import contacts
from screener.matching import Matcher
from screener.normalize import CONTACTS, fold, fold_term
from tests.lexicons import lexicon, rule

FOUND = [
    ("加微信：9⓿二肆⁹₈③⑸⒋➃㈤㊄", "<number>", "9⓿二肆⁹₈③⑸⒋➃㈤㊄"),
    ("请拨 400-000-0000。", "<number>", "400-000-0000"),
    ("邮箱 someone@example.com，回复", "<email>", "someone@example.com"),
    ("邮箱ＳＯＭＥ．ｏｎｅ＠example.com.cn", "<email>", "ＳＯＭＥ．ｏｎｅ＠example.com.cn"),
    ("打开https://www.example.com领取", "<url>", "https://www.example.com"),
    ("登录example.top查看", "<url>", "example.top"),
    ("登录www点example点com查看", "<url>", "www点example点com"),
    ("登录 example 点 cyou 查看", "<url>", "example 点 cyou"),
    ("登录58点com查看", "<url>", "58点com"),
    ("打开192.0.2.10下载", "<url>", "192.0.2.10"),
]


@pytest.mark.parametrize(("text", "name", "words"), FOUND)
def test_an_address_is_found_and_placed(text, name, words):
    assert [(kind, text[start:end]) for start, end, kind in contacts(text, fold(text))] == [(name, words)]


@pytest.mark.parametrize(
    "text",
    [
        "早9点30分开门",
        "晚8点live演出",
        "晚8 点 top 歌手",
        "电话1234567",
        "价格3.5元",
        "AT&T.共和",
        "营业9点到18点",
        "comcom",
        "180/280/480元",
    ],
)
def test_what_is_no_address_is_not_taken_for_one(text):
    assert not [name for *_, name in contacts(text, fold(text))]


def test_a_rule_asks_for_an_address_by_its_name():
    matcher = Matcher(lexicon(rule(["积分"], ["<url>"], within=40)))
    text = "积分到期，登录 www.example.com 兑换"
    [hit] = matcher.match(text).hits
    assert [(part.term, part.text, part.variant) for part in hit.parts] == [
        ("积分", "积分", "exact"),
        ("<url>", "www.example.com", "contact"),
    ]
    assert not matcher.match("积分到期，请到门店兑换").hits


def test_no_text_can_be_taken_for_the_name_of_an_address():
    assert not set("".join(CONTACTS.values())) & set(fold("".join(CONTACTS.values()) + "<url>"))
    assert fold_term("<url>") != fold_term("url")


@pytest.mark.parametrize("unit", ["a点", "a.", "a@", "a-", "1点"])
def test_many_beginnings_of_an_address_are_each_looked_at_once(unit):
    text = unit * 50_000  # without bounds on an address this takes minutes
    assert not list(contacts(text, fold(text)))
