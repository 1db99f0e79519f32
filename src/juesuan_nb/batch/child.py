"""`python -m juesuan_nb.batch.child`: do the one order that comes on stdin."""

import json
import sys

from juesuan_nb.batch.work import die_with_parent, serve


def main() -> None:
    """Read the order and do it."""
    die_with_parent()
    serve(json.load(sys.stdin))


if __name__ == "__main__":
    main()
