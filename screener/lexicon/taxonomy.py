"""`lexicons/categories.yaml` -> the clauses that a reason may cite, with their official text.

Owns category codes: which exist, what they are called, how severe they are unless a rule says otherwise.
"""

from dataclasses import dataclass
from pathlib import Path

from screener.lexicon.yamlfile import Block, read
from screener.records import Severity


@dataclass(frozen=True, slots=True)
class Category:
    """A clause (`N7`) or a sub-category of one (`N7.gambling`)."""

    code: str
    clause: str
    clause_text: str
    label_zh: str
    label_en: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All categories by code, in the order of the agreement."""

    categories: dict[str, Category]

    def __getitem__(self, code: str) -> Category:
        """Return the category with this code; KeyError if there is none."""
        return self.categories[code]

    def __contains__(self, code: object) -> bool:
        """Return whether the code exists."""
        return code in self.categories


def clause_of(code: str) -> str:
    """Return the clause of a category code: `N7` for `N7.gambling`."""
    return code.split(".", 1)[0]


def load_taxonomy(path: Path) -> Taxonomy:
    """Return the taxonomy in `path`.

    Raises:
        LexiconError: the file is broken; names file and line.
    """
    found: dict[str, Category] = {}
    for block in read(path).blocks("clauses"):
        block.only({"code", "clause", "text", "label", "severity", "subcategories"})
        for category in _categories(block):
            if category.code in found:
                block.fail(f"code {category.code!r} is given twice", "code")
            found[category.code] = category
    return Taxonomy(found)


def _categories(block: Block) -> list[Category]:
    code, severity = block.text("code"), severity_of(block, "severity")
    main = _category(block, code, block["label"], severity, block)
    subcategories = block.get("subcategories", {})
    return [main] + [
        _category(block, f"{code}.{name}", sub, severity_of(sub, "severity", severity), sub)
        for name, sub in subcategories.items()
    ]


def _category(clause: Block, code: str, label: Block, severity: Severity, where: Block) -> Category:
    if not isinstance(label, Block):
        where.fail("needs a label: {zh: …, en: …}")
    return Category(code, clause.text("clause"), clause.text("text"), label.text("zh"), label.text("en"), severity)


def severity_of(block: Block, key: str, default: Severity | None = None) -> Severity:
    """Return the severity under `key`, or the default.

    Raises:
        LexiconError: it is none of low, medium, high.
    """
    value = block.get(key, default)
    if value not in tuple(Severity):
        block.fail(f"{key!r} must be one of low, medium, high, not {value!r}", key)
    return Severity(value)
