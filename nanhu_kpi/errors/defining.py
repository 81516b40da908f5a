"""Goals, measures and settings that cannot be so."""

from __future__ import annotations

from nanhu_kpi.errors import BUG, N_, Refusal


class BrokenCatalogue(Refusal):
    """A catalogue file that breaks a rule."""

    exit_code = BUG
    msgid = N_("The catalogue is broken: {file}, {entry}: {reason}")


class UnfitCode(Refusal):
    """A code of another shape than the measures' or the goals'."""

    msgid = N_("“{text}” does not do as a code. Write it like {example}: it is free.")


class CodeInUse(Refusal):
    """A code that was given before."""

    msgid = N_("{code} is {name}. A code is never given twice; {example} is free.")


class NoCodeLeft(Refusal):
    """An area all of whose codes are given."""

    msgid = N_("{area} has no code left.")


class UnfitText(Refusal):
    """A name, a unit or another text of a definition that is empty, too long or cannot be shown."""

    msgid = N_("“{text}” does not do for {option}: write 1 to {most} characters on one line.")


class TextTooLong(Refusal):
    """The same, where it may be empty."""

    msgid = N_("“{text}” does not do for {option}: write up to {most} characters on one line.")


class NameInUse(Refusal):
    """A name that another bears."""

    msgid = N_("“{text}” is the name of {code} already. Choose one that cannot be mistaken for it.")


class GoalElsewhere(Refusal):
    """A measure under a goal of another area."""

    msgid = N_("{goal} is no goal of {area}. Choose from: {goals}")


class MilestoneShape(Refusal):
    """A milestone in another unit or direction."""

    msgid = N_("{code} is a milestone: its unit is % and its direction at_least. Give --unit % --direction at_least.")


class RatioParts(Refusal):
    """A ratio of what cannot be divided."""

    msgid = N_("{code} is a ratio of two other measures, neither of them a ratio. Give --numerator and --denominator.")


class UnfitPart(Refusal):
    """A numerator or denominator that is a ratio itself, the ratio's own code, or the other part."""

    msgid = N_("{part} does not do here: a ratio divides two different measures, neither of them a ratio.")


class PartsOfNoRatio(Refusal):
    """Numerator and denominator of what is no ratio."""

    msgid = N_("{code} is no ratio: leave --numerator and --denominator out.")


class RatioStays(Refusal):
    """A kind that becomes a ratio, or stops being one."""

    msgid = N_("{code} {name} cannot become a ratio or stop being one. Retire it, and add a new code.")


class MeaningFixed(Refusal):
    """Kind, unit or direction of a measure that has entries."""

    msgid = N_(
        "{code} {name} has entries, so its kind, unit and direction stay as they are. Retire it, and add a new code."
    )


class MeaningAgreed(Refusal):
    """Kind, unit or direction of a measure that has a target."""

    msgid = N_(
        "{code} {name} has a target of {years}, agreed in its kind, unit and direction. Withdraw it first: "
        "nanhu-kpi target set {code} --withdraw --year {year}"
    )


class MeasureRetired(Refusal):
    """An entry of a day on which the measure is retired."""

    msgid = N_(
        "{code} {name} is retired from {day} on and takes no entry of that day or later. "
        "To bring it back: nanhu-kpi measure retire {code} --back"
    )


class UnfitThreshold(Refusal):
    """A threshold that is no number of points, or above 0."""

    msgid = N_("“{text}” does not do for {key}: write points from -9999 to 0 with at most two decimals, such as -12.5.")


class ThresholdsCross(Refusal):
    """Thresholds in the wrong order."""

    msgid = N_("far_behind ({far_behind}) has to lie below behind ({behind}). Change the other one first.")


class ThresholdsCrossFor(Refusal):
    """The same for one measure."""

    msgid = N_(
        "For {code}, far_behind ({far_behind}) has to lie below behind ({behind}). Change the other one first, for "
        "{code} or for all."
    )


class NotForOneMeasure(Refusal):
    """A setting of the whole office, set for one measure."""

    msgid = N_("{key} holds for the whole office. Only behind and far_behind can be set for one measure.")


class UnknownZone(Refusal):
    """A time zone that is not there."""

    msgid = N_("“{text}” is not a time zone. Write one such as Asia/Shanghai.")


class UnfitOfficeCode(Refusal):
    """An office code that does not do in files and tables."""

    msgid = N_("“{text}” does not do for office_code: write 1 to 20 letters and digits, such as NANHU.")
