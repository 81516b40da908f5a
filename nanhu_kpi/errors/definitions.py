"""Goals, measures and settings that cannot be so."""

from __future__ import annotations

from nanhu_kpi.errors import BUG, N_, Refusal


class BrokenCatalogue(Refusal):
    """A catalogue file that breaks a rule."""

    exit_code = BUG
    msgid = N_("The catalogue is broken: {file}, {entry}: {reason}")


UNFIT_CATALOGUE = N_("{file}, {entry}: {reason}. No database was created. Correct the file, and run this again.")
NOT_FROM_REPORT = N_(
    "{path} was made from a catalogue of its own, and not from the 2023 work report. Nothing was changed."
)
UNFIT_CODE = N_("“{text}” is not valid as a code. Write one such as {example}, which is free.")
CODE_IN_USE = N_("{code} is the code of {name}. Codes are never reused; {example} is free.")
CODE_UNDONE = N_("{code} was given before and undone. Codes are never reused; {example} is free.")
NO_CODE_LEFT = N_("{area} has no code left.")
UNFIT_TEXT = N_("“{text}” is not valid for {option}: write 1 to {most} characters on one line.")
TEXT_TOO_LONG = N_("“{text}” is not valid for {option}: write at most {most} characters on one line.")
NAME_IN_USE = N_("“{text}” is already the name of {code}. Choose a name that cannot be mistaken for it.")
GOAL_ELSEWHERE = N_("{goal} is not a goal of {area}. Choose from: {goals}")
MILESTONE_SHAPE = N_(
    "{code} is a milestone: its unit must be % and its direction at_least. Add: --unit % --direction at_least"
)
RATIO_PARTS = N_("{code} is a ratio of two other measures that are not ratios. Give --numerator and --denominator.")
UNFIT_PART = N_("{part} is not valid as a part of a ratio: the parts are two different measures that are not ratios.")
PARTS_OF_NO_RATIO = N_("{code} is not a ratio: leave out --numerator and --denominator.")
RATIO_STAYS = N_("{code} {name} cannot become a ratio or stop being one. Retire it, and add a new code.")
MEANING_FIXED = N_(
    "{code} {name} has entries, so its kind, unit and direction cannot change. Retire it, and add a new code."
)
MEANING_AGREED = N_(
    "{code} {name} has a target for {years}, set with its present kind, unit and direction. Withdraw the target "
    "first: nanhu-kpi target set {code} --withdraw --year {year}"
)
MEASURE_RETIRED = N_(
    "{code} {name} is retired from {day}: no entries of that day or later can be recorded. To bring it back: "
    "nanhu-kpi measure retire {code} --back"
)
MEASURE_TWICE_IN_FILE = N_("{code} is in the file twice. Keep one of its rows.")
NOT_BY_FILE = N_("{column} cannot be changed by a file; it must be as it is. For retired_on: nanhu-kpi measure retire")
UNKNOWN_WORD = N_("“{text}” is not one of {known}.")
DEFINITIONS_CHANGED = N_("The measures changed while you were confirming; nothing was recorded. Run it again.")
UNFIT_THRESHOLD = N_(
    "“{text}” is not valid for {key}: write points from -9999 to 0 with at most two decimals, such as -12.5."
)
THRESHOLDS_CROSS = N_("far_behind ({far_behind}) must be below behind ({behind}). Change the other one first.")
THRESHOLDS_CROSS_FOR = N_(
    "For {code}, far_behind ({far_behind}) must be below behind ({behind}). Change the other one first, for {code} "
    "or for all."
)
NOT_FOR_ONE_MEASURE = N_("{key} applies to the whole office. Only behind and far_behind can be set for one measure.")
UNKNOWN_ZONE = N_("“{text}” is not a time zone. Write one such as Asia/Shanghai.")
UNFIT_OFFICE_CODE = N_("“{text}” is not valid for office_code: write 1 to 20 letters and digits, such as NANHU.")
UNFIT_COPIES = N_("“{text}” is not valid for copies: write a number from 1 to 9999.")
OTHER_CATALOGUE = N_("{path} was not made from the 2023 work report: it lacks the goals {goals}. Nothing was changed.")
