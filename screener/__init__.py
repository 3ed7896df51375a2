"""Screens phone announcements against Annex 1 of the operator's agreement and says why.

`Screener` is the way in; records and errors are re-exported for callers.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from screener.errors import ScreenerError
from screener.records import Decision, Evidence, Reason, Screening, Severity, Subject, Suggestion, Transcript

if TYPE_CHECKING:
    from screener.pipeline import Screener

try:
    __version__ = version("screener-400")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0+unknown"

__all__ = [
    "Decision",
    "Evidence",
    "Reason",
    "Screener",
    "ScreenerError",
    "Screening",
    "Severity",
    "Subject",
    "Suggestion",
    "Transcript",
    "__version__",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import `Screener` when it is first asked for: records and errors alone need neither numpy nor jieba."""
    if name == "Screener":
        from screener.pipeline import Screener

        return Screener
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
