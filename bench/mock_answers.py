"""Every operation of the descriptions given, one minimal valid request each: invalid answers are told.

python -m bench.mock_answers DESCRIPTION...
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.serve.making import mocked
from tests.serve.sweeping import sweep

from assent.api import read_api
from assent.document import load


def main() -> None:
    for source in sys.argv[1:]:
        began = time.perf_counter()
        provider = mocked(read_api(load(source)))
        swept = list(sweep(provider))
        seconds = time.perf_counter() - began
        wrong = [one for one in swept if one.wrong]
        statuses = dict(sorted(Counter(one.status for one in swept).items()))
        print(
            f"{source}: {len(swept)} operations in {seconds:.1f} s, {len(wrong)} invalid answers, {statuses}"
        )
        for one in wrong:
            print(f"  {one.operation}: {one.status}: {one.wrong[:200]}")


if __name__ == "__main__":
    main()
