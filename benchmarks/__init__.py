"""Measurements, as ratios within one run; timings never decide a test."""
