"""Target against actual: attainment, pace, forecast, status and light. It knows no file, no screen and no language.

Source: the office's own rules (`nanhu-kpi help computing`).
"""
