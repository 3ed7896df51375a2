"""`screener settings`: every setting with its default and meaning, as the Markdown of docs/settings.md."""

import argparse
from dataclasses import fields

from screener.config import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("settings", help="every setting with its default and meaning")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print the table."""
    print(settings_table())
    return 0


def settings_table() -> str:
    """Return the settings as a Markdown page."""
    lines = [
        "# Settings",
        "",
        "Each is read from the environment variable, else from the TOML file that `SCREENER_CONFIG` names",
        "(under the name in lower case, without the prefix), else the default holds. Those marked * can change",
        "a decision and are part of `versions.settings`.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    for setting in fields(Settings):
        mark = " *" if setting.metadata["decides"] else ""
        shown = _DESCRIBED.get(setting.name, setting.default)
        lines.append(f"| `SCREENER_{setting.name.upper()}`{mark} | {shown} | {setting.metadata['help']} |")
    return "\n".join(lines)


_DESCRIBED = {
    "lexicons": "the packaged one",
    "model": "the packaged one",
    "cache_dir": "~/.cache/screener",
    "grants": "none",
}
