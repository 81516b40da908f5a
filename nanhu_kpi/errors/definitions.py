"""Goals, measures and settings that cannot be so."""

from __future__ import annotations

from nanhu_kpi.errors import BUG, N_, Refusal


class BrokenCatalogue(Refusal):
    """A catalogue file that breaks a rule."""

    exit_code = BUG
    msgid = N_("The catalogue is broken: {file}, {entry}: {reason}")


UNFIT_CODE = N_("“{text}” does not do as a code. Write it like {example}: it is free.")
CODE_IN_USE = N_("{code} is {name}. A code is never given twice; {example} is free.")
CODE_UNDONE = N_("{code} was given before and undone. A code is never given twice; {example} is free.")
NO_CODE_LEFT = N_("{area} has no code left.")
UNFIT_TEXT = N_("“{text}” does not do for {option}: write 1 to {most} characters on one line.")
TEXT_TOO_LONG = N_("“{text}” does not do for {option}: write up to {most} characters on one line.")
NAME_IN_USE = N_("“{text}” is the name of {code} already. Choose one that cannot be mistaken for it.")
GOAL_ELSEWHERE = N_("{goal} is no goal of {area}. Choose from: {goals}")
MILESTONE_SHAPE = N_(
    "{code} is a milestone: its unit is % and its direction at_least. Give --unit % --direction at_least."
)
RATIO_PARTS = N_(
    "{code} is a ratio of two other measures, neither of them a ratio. Give --numerator and --denominator."
)
UNFIT_PART = N_("{part} does not do here: a ratio divides two different measures, neither of them a ratio.")
PARTS_OF_NO_RATIO = N_("{code} is no ratio: leave --numerator and --denominator out.")
RATIO_STAYS = N_("{code} {name} cannot become a ratio or stop being one. Retire it, and add a new code.")
MEANING_FIXED = N_(
    "{code} {name} has entries, so its kind, unit and direction stay as they are. Retire it, and add a new code."
)
MEANING_AGREED = N_(
    "{code} {name} has a target of {years}, agreed in its kind, unit and direction. Withdraw it first: "
    "nanhu-kpi target set {code} --withdraw --year {year}"
)
MEASURE_RETIRED = N_(
    "{code} {name} is retired from {day} on and takes no entry of that day or later. "
    "To bring it back: nanhu-kpi measure retire {code} --back"
)
UNFIT_THRESHOLD = N_(
    "“{text}” does not do for {key}: write points from -9999 to 0 with at most two decimals, such as -12.5."
)
THRESHOLDS_CROSS = N_("far_behind ({far_behind}) has to lie below behind ({behind}). Change the other one first.")
THRESHOLDS_CROSS_FOR = N_(
    "For {code}, far_behind ({far_behind}) has to lie below behind ({behind}). Change the other one first, for "
    "{code} or for all."
)
NOT_FOR_ONE_MEASURE = N_("{key} holds for the whole office. Only behind and far_behind can be set for one measure.")
UNKNOWN_ZONE = N_("“{text}” is not a time zone. Write one such as Asia/Shanghai.")
UNFIT_OFFICE_CODE = N_("“{text}” does not do for office_code: write 1 to 20 letters and digits, such as NANHU.")
OTHER_CATALOGUE = N_("{path} was not made from the 2023 work report: it lacks the goals {goals}. Nothing was changed.")
