"""`screener serve`: the HTTP service."""

import argparse
import ipaddress
import logging
import sys
from dataclasses import replace
from pathlib import Path

from screener.errors import ConfigError, TranscriptionError

_BANNER = """
  ************************************************************************************
  *  DEMONSTRATION: Whisper's weights are neither here nor to be had, so this service *
  *  listens with the project's small test checkpoint. It hears the test voice only.  *
  *  Every screening is marked as a demonstration and clears no number.               *
  ************************************************************************************
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="the HTTP service")
    parser.add_argument("--host", help="address to listen on (default: the setting, 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: the setting, 8400)")
    parser.add_argument(
        "--demo-checkpoint",
        type=Path,
        metavar="FILE",
        help="where Whisper's weights cannot be had, listen with this checkpoint, all marked as a demonstration",
    )
    parser.add_argument("--sample", type=Path, metavar="FILE", help="print a curl line that uploads this recording")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted; return the exit code."""
    from screener.config import load_settings
    from screener.pipeline import Screener

    try:
        import waitress

        from api.app import create_app
    except ImportError as error:
        raise ConfigError(
            f"the service needs the server extra: pip install 'screener-400[server]' ({error})"
        ) from error
    settings = load_settings()
    settings = replace(settings, host=options.host or settings.host, port=options.port or settings.port)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    screener = Screener.load(settings)
    try:
        print(f"speech recogniser: {screener.prepare_audio()}", file=sys.stderr)
    except TranscriptionError as error:
        if options.demo_checkpoint is None:
            raise
        print(f"{error}\n{_BANNER}", file=sys.stderr)
        settings = replace(settings, whisper_model=str(options.demo_checkpoint), demonstration=True)
        screener = Screener.load(settings)
        screener.prepare_audio()
    app = create_app(settings, screener)
    address = f"http://{settings.host}:{settings.port}"
    print(f"screener listens on {address}")
    if not _is_loopback(settings.host):
        print("warning: this release asks for no API key; keep it behind a proxy that does", file=sys.stderr)
    if options.sample:
        print(f"try: curl -F audio=@{options.sample} {address}/v1/screenings", flush=True)
    waitress.serve(app, host=settings.host, port=settings.port, threads=4, ident="screener")
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
