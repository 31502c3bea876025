"""Write every dataset into nothing, and say what it took: seconds, queries, rows, and the peak of this process."""

import json
import resource
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    sys.path.insert(0, str(ROOT / "site"))
    django.setup()
    from django.db import connection
    from django.utils import timezone

    from openday.oversight.open_data import files
    from openday.oversight.open_data.datasets import DATASETS

    now = timezone.now()
    counted = [0]

    def count(execute, sql, params, many, context):
        counted[0] += 1
        return execute(sql, params, many, context)

    parts = {}
    with connection.execute_wrapper(count):
        for dataset in DATASETS:
            for kind, write in (("csv", files.as_csv), ("json", lambda one, rows: files.as_json(one, rows, about={"dataset": one.code}))):
                counted[0], begun, lines = 0, time.perf_counter(), 0
                for _line in write(dataset, dataset.rows(now)):
                    lines += 1
                parts[f"{dataset.code}.{kind}"] = {"seconds": time.perf_counter() - begun, "queries": counted[0], "lines": lines}
    print(json.dumps({"parts": parts, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000}))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
