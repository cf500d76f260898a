"""``python -m lunarsim``: the command line."""

import sys

from lunarsim.door.cli import main

if __name__ == "__main__":
    sys.exit(main())
