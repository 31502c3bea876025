"""Benchmarks: ratios against baselines taken in the same run on the same machine.

`make bench` (or `python -m tests.bench --only places --quick`) writes var/bench.json and prints a table.
Nothing here is a test: a clock is never an assertion.
"""
