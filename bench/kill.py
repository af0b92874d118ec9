"""Kill -9 the stateful mock under load twenty times: the SQLite state opens and holds all acknowledged writes.

python -m bench.kill
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.serve import test_killed


def main() -> None:
    test_killed.TIMES = 20
    with tempfile.TemporaryDirectory() as folder:
        test_killed.test_a_killed_mock_has_kept_every_write_that_it_acknowledged(Path(folder))
    print("killed 20 times; every acknowledged write was there each time")


if __name__ == "__main__":
    main()
