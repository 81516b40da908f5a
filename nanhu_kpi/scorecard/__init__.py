"""Target against actual: pure. It knows no file, no screen and no language.

Source: the office's own rules (README, "How it computes"): the first status that holds is the status.
"""
