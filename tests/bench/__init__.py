"""Figures of `make bench`: ratios within one run, medians, written to build/bench.json."""
