"""A lexicon -> what is wrong with it, each finding with file and line.

Owns the checks that go beyond loading: repeated terms, contradictions, rules that cannot fire, rules that fire on
harmless announcements.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screener.corpus import Entry
from screener.lexicon import Lexicon, Rule, Status
from screener.matching import Hit, Matcher
from screener.matching.hits import STRONG
from screener.normalize import fold_term
from screener.records import Severity

_SHOWN = 3  # harmless announcements named for a rule that fires on them


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: where, in which entry, of which kind (duplicate, contradiction …), in words."""

    place: str
    entry: str
    kind: str
    message: str

    def __str__(self) -> str:
        """Return one line: file, line, entry, kind, message."""
        return f"{self.place}: {self.entry}: {self.kind}: {self.message}"


def check(lexicon: Lexicon, benign: Iterable[Entry]) -> Iterator[Finding]:
    """Yield everything that is wrong with the lexicon; `benign` are harmless announcements to try it on."""
    active = [rule for rule in lexicon.rules if rule.status is Status.ACTIVE]
    yield from _duplicates(active)
    for rule in active:
        yield from _contradictions(rule, lexicon)
        yield from _unreachable(rule)
    matcher = Matcher(lexicon)
    yield from _examples(active, matcher)
    yield from _alarms(matcher, benign)


def _finding(rule: Rule, kind: str, message: str) -> Finding:
    return Finding(str(rule.place), rule.id, kind, message)


def _duplicates(rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield terms that convict alone in two rules of one category: one of them explains nothing."""
    seen: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        for term in rule.groups[0] if len(rule.groups) == 1 else ():
            first = seen.setdefault((rule.category, fold_term(term)), rule)
            if first is not rule:
                yield _finding(rule, "duplicate", f"“{term}” already stands in {first.id} ({first.place})")


def _contradictions(rule: Rule, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield terms that the rule, a context of its own or an exclusion takes back at once."""
    none = {fold_term(term) for term in rule.none}
    covered: dict[str, str] = {}
    for exclusion in lexicon.exclusions:
        if not exclusion.categories or rule.category in exclusion.categories:
            covered.update({fold_term(phrase): str(exclusion.place) for phrase in exclusion.phrases})
    for term in (term for group in rule.groups for term in group):
        folded = fold_term(term)
        if folded in none:
            yield _finding(rule, "contradiction", f"“{term}” stands both among the terms and under 'none'")
        if folded in covered:
            yield _finding(rule, "contradiction", f"“{term}” is covered whole by an exclusion ({covered[folded]})")


def _unreachable(rule: Rule) -> Iterator[Finding]:
    """Yield rules whose groups cannot all fit into their distance."""
    shortest = sum(min(len(fold_term(term)) for term in group) for group in rule.groups)
    if rule.within and shortest > rule.within:
        yield _finding(
            rule, "unreachable", f"its shortest words take {shortest} characters, 'within' allows {rule.within}"
        )


def _examples(rules: Iterable[Rule], matcher: Matcher) -> Iterator[Finding]:
    for rule in rules:
        for text in rule.positive:
            if rule.id not in _fired(matcher, text):
                yield _finding(rule, "positive example does not fire", text)
        for text in rule.negative:
            if rule.id in _fired(matcher, text):
                yield _finding(rule, "negative example fires", text)


def _fired(matcher: Matcher, text: str) -> set[str]:
    return {hit.rule.id for hit in matcher.match(text).hits if hit.strength >= STRONG}


def _alarms(matcher: Matcher, benign: Iterable[Entry]) -> Iterator[Finding]:
    """Yield rules that would flag harmless announcements by themselves, the noisiest first."""
    heard: dict[str, list[tuple[Hit, Entry]]] = defaultdict(list)
    for entry in benign:
        for hit in matcher.match(entry.text).hits:
            if hit.rule.status is Status.ACTIVE and hit.rule.severity is Severity.HIGH and hit.strength >= STRONG:
                heard[hit.rule.id].append((hit, entry))
    for alarms in sorted(heard.values(), key=len, reverse=True):
        rule = alarms[0][0].rule
        shown = [f"“{'、'.join(part.text for part in hit.parts)}” in {entry.place}" for hit, entry in alarms[:_SHOWN]]
        yield _finding(rule, "fires on harmless announcements", f"{len(alarms)}, such as {'; '.join(shown)}")
