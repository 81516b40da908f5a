"""Target against actual: pure. It knows no file, no screen and no language.

Source: the office's own rules (README, "How it computes"): the first status that holds is the status.
"""

from nanhu_kpi.scorecard.card import Score, Scorecard, counts, scorecard_of, scored
from nanhu_kpi.scorecard.facts import FULL_MARK, Days, Standing, Thresholds
from nanhu_kpi.scorecard.outlook import Forecast, Method, forecast
from nanhu_kpi.scorecard.pace import due_day_is_over, expected_share, planned
from nanhu_kpi.scorecard.shares import attainment, ratio, reached
from nanhu_kpi.scorecard.status import LIGHTS

__all__ = [
    "FULL_MARK", "LIGHTS", "Days", "Forecast", "Method", "Score", "Scorecard", "Standing", "Thresholds", "attainment",
    "counts", "due_day_is_over", "expected_share", "forecast", "planned", "ratio", "reached", "scorecard_of", "scored",
]  # fmt: skip
