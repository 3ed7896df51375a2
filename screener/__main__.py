"""`python -m screener` is the command `screener`."""

import sys

from screener.cli import main

sys.exit(main())
