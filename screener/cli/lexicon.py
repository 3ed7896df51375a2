"""`screener lexicon …`: check, count, search, explain, compare, import and export lexicons."""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from screener.config import load_settings
from screener.corpus import read_corpus
from screener.errors import LexiconError
from screener.lexicon import load_lexicon

_CORPUS = Path("models/corpus")
_MOST = 20


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("lexicon", help="check, count, search, explain, compare, import and export lexicons")
    parts = parser.add_subparsers(required=True, metavar="ACTION")
    check = parts.add_parser("check", help="everything that is wrong with the lexicon, with file and line")
    check.add_argument("--corpus", type=Path, default=_CORPUS, help="corpus with harmless texts (default: %(default)s)")
    check.set_defaults(run=run_check)
    parts.add_parser("stats", help="rules and terms by category").set_defaults(run=run_stats)
    search = parts.add_parser("search", help="where a word stands")
    search.add_argument("word", metavar="WORD")
    search.set_defaults(run=run_search)
    explain = parts.add_parser("explain", help="every stage of a text's screening")
    explain.add_argument("text", metavar="TEXT")
    explain.set_defaults(run=run_explain)
    diff = parts.add_parser("diff", help="which decisions change between two lexicons, and by which rule")
    diff.add_argument("old", type=Path, metavar="OLD", help="folder of a lexicon")
    diff.add_argument("new", type=Path, metavar="NEW", help="folder of a lexicon")
    diff.add_argument(
        "--on", type=Path, required=True, metavar="FILE", help="texts: one a line, or JSON Lines with text"
    )
    diff.set_defaults(run=run_diff)
    _register_transfer(parts)


def _register_transfer(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    importing = parts.add_parser("import", help="a plain word list as shadow rules, with a report on its noise")
    importing.add_argument("file", type=Path, metavar="FILE", help="one word a line")
    importing.add_argument("--category", required=True, help="category code of the rules")
    importing.add_argument("--prefix", default="IMP0", help="prefix of the rule ids (default: %(default)s)")
    importing.add_argument("--output", type=Path, required=True, help="rule file to write")
    importing.add_argument("--report", type=Path, help="also write every noisy word and its count, tab-separated")
    importing.add_argument("--corpus", type=Path, default=_CORPUS, help="corpus with harmless texts")
    importing.set_defaults(run=run_import)
    export = parts.add_parser("export", help="every term, JSON Lines: term, rule, category, severity, status")
    export.set_defaults(run=run_export)


def run_check(options: argparse.Namespace) -> int:
    """Print findings; exit code 1 where there are any."""
    from screener.curation.check import check

    lexicon = load_lexicon(load_settings().lexicons)
    benign = [entry for entry in read_corpus(options.corpus) if not entry.categories]
    print(f"{len(lexicon.rules)} rules, {len(benign)} harmless announcements …", file=sys.stderr)
    findings = list(check(lexicon, benign))
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


def run_stats(_: argparse.Namespace) -> int:
    """Print counts by category."""
    from screener.curation.survey import spellings, stats

    lexicon = load_lexicon(load_settings().lexicons)
    rows = stats(lexicon)
    print(f"{'category':<24}{'rules':>7}{'of which all-of':>17}{'terms':>7}{'high':>6}{'shadow':>8}")
    for row in rows:
        if row.rules:
            print(f"{row.category:<24}{row.rules:>7}{row.combinations:>17}{row.terms:>7}{row.high:>6}{row.shadow:>8}")
    print(f"{'all':<24}{sum(r.rules for r in rows):>7}{sum(r.combinations for r in rows):>17}", end="")
    print(f"{sum(r.terms for r in rows):>7}{sum(r.high for r in rows):>6}{sum(r.shadow for r in rows):>8}")
    print("spellings searched: " + ", ".join(f"{name} {count}" for name, count in spellings(lexicon).most_common()))
    print(f"version {lexicon.version}")
    return 0


def run_search(options: argparse.Namespace) -> int:
    """Print where a word stands; exit code 1 where it stands nowhere."""
    from screener.curation.survey import search

    found = list(search(load_lexicon(load_settings().lexicons), options.word))
    for item in found:
        print(f"{item.place}: {item.entry}: {item.role}: {item.term}")
    print(f"{len(found)} entries", file=sys.stderr)
    return 0 if found else 1


def run_explain(options: argparse.Namespace) -> int:
    """Print every stage and the report."""
    from screener.cli.report import Style, render
    from screener.curation.explain import explain
    from screener.pipeline import Screener

    screener = Screener.load()
    screening = screener.screen_text(options.text)
    for line in explain(options.text, screener):
        print(line)
    print(render(screening, Style.for_stream(sys.stdout)))
    return 0


def run_diff(options: argparse.Namespace) -> int:
    """Print changed decisions; exit code 1 where there are any."""
    from screener.curation.compare import compare
    from screener.curation.importing import read_words
    from screener.pipeline import Screener

    texts = [_text(line) for line in read_words(options.on)]
    settings = load_settings()
    old, new = (Screener.load(replace(settings, lexicons=folder)) for folder in (options.old, options.new))
    changes = list(compare(old, new, texts))
    for change in changes:
        rules = [f"-{rule}" for rule in change.rules_gone] + [f"+{rule}" for rule in change.rules_new]
        print(f"{change.before} → {change.after}  {' '.join(rules)}\n    {change.text}")
    print(f"{len(changes)} of {len(texts)} decisions change", file=sys.stderr)
    return 1 if changes else 0


def _text(line: str) -> str:
    if line.startswith("{"):
        try:
            return str(json.loads(line)["text"])
        except (ValueError, KeyError):
            return line
    return line


def run_import(options: argparse.Namespace) -> int:
    """Write shadow rules for a word list and print how noisy its words are."""
    from screener.cli.progress import start
    from screener.curation.importing import read_words, rule_file, sift

    progress = start()
    lexicon = load_lexicon(load_settings().lexicons)
    if options.category not in lexicon.taxonomy:
        raise LexiconError(f"unknown category {options.category!r}; see categories.yaml")
    words = read_words(options.file)
    benign = [entry.text for entry in read_corpus(options.corpus) if not entry.categories]
    progress(f"{len(words)} words to be counted on {len(benign)} harmless announcements")
    imported = sift(words, lexicon, benign, progress)
    options.output.write_text(
        rule_file(imported, options.category, options.prefix, options.file.name), encoding="utf-8"
    )
    print(f"{len(imported.kept)} words into {options.output} as shadow rules")
    print(f"{imported.known} already known or repeated, {imported.unusable} too short or with punctuation")
    print(f"{len(imported.noisy)} left out: they occur in harmless announcements")
    if options.report:
        lines = [f"{word}\t{count}\n" for word, count in imported.noisy]
        options.report.write_text("".join(lines), encoding="utf-8")
    for word, count in imported.noisy[:_MOST]:
        print(f"  {count:>6}  {word}")
    return 0


def run_export(_: argparse.Namespace) -> int:
    """Print every term with its rule."""
    from screener.curation.survey import terms_of

    for rule in load_lexicon(load_settings().lexicons).rules:
        for term in terms_of(rule):
            entry: dict[str, object] = {"term": term, "rule": rule.id, "category": rule.category}
            entry |= {"severity": rule.severity.value, "status": rule.status.value, "alone": len(rule.groups) == 1}
            print(json.dumps(entry, ensure_ascii=False))
    return 0
