"""A text -> every stage of its screening, as lines for people.

Owns the long explanation: what the text was folded to, how it was cut, each hit and why it counted or not.
"""

from collections.abc import Iterator

from screener.matching import Hit, Matcher
from screener.matching.hits import STRONG
from screener.normalize import collapse, fold, strip, unpad
from screener.pipeline import Screener
from screener.words import Words


def explain(text: str, screener: Screener) -> Iterator[str]:
    """Yield what every stage made of `text`."""
    folded = fold(text)
    words = Words(folded)
    stripped = strip(folded)
    yield f"原文     {text}"
    yield f"归一     {folded}"
    yield f"分词     {' / '.join(words.tokens)}"
    if len(stripped.text) < len(folded):
        yield f"去干扰   {stripped.text}"
    for name, stream in (("去重复", collapse(stripped)), ("去填充", unpad(stripped))):
        if stream:
            yield f"{name}   {stream.text}"
    yield from _hits(screener.matcher, text, words)
    judgement = screener.judge_words(words, text)
    if judgement:
        scores = judgement.scores
        ranked = "，".join(f"{code} {score:.2f}" for code, score in scores.categories[:3])
        yield f"分类器   有害概率 {scores.harm:.3f}（{ranked}）"
        for phrase in judgement.phrases:
            yield f"         “{text[phrase.start : phrase.end]}” 占 {phrase.weight:.0%}"


def _hits(matcher: Matcher, text: str, words: Words) -> Iterator[str]:
    matches = matcher.match_words(text, words)
    for hit in matches.hits:
        yield f"命中     {_describe(hit)}" + ("" if hit.strength >= STRONG else "（需要佐证）")
    for hit in matches.set_aside:
        yield f"不计     {_describe(hit)}：{hit.because}"
    if not matches.hits and not matches.set_aside:
        yield "规则     没有命中"


def _describe(hit: Hit) -> str:
    parts = " + ".join(f"“{part.text}”[{part.start}:{part.end}] {part.variant}" for part in hit.parts)
    rule = hit.rule
    return f"{rule.id} {rule.category} {rule.severity} 强度 {hit.strength:.2f} {parts}（{rule.place}）"
