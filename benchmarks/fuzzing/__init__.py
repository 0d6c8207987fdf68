"""Fuzzing: inputs made from a seed, what is done with each, and what has to hold of it.

`benchmarks/fuzz.py` runs a hundred thousand of them, `tests/test_fuzz.py` two thousand. An input is a function of the
seed and its number alone, so that any of them can be made again.
"""
