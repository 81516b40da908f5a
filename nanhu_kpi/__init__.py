"""Goals, targets and progress of Nanhu Subdistrict, in a terminal and one SQLite file.

The house from the top. A room imports from those below it, never from above; import-linter holds that.

    __main__      starts the program
    cli           what is typed: options, questions, one file a command
    service       what the product does, one file a use case
    store         the SQLite file, and all SQL
    exchange      files in and out: CSV, JSON, workbooks
    render        words and shapes: screens, the weekly sheet, paper
    catalogue     the work report as data
    scorecard     target against actual; it knows no file, no screen and no language
    merge_result  what a merge brought
    model         the words of the product: measures, targets, entries
    days, quantity, settings, i18n, text, signals, half_made, paths
                  calendar, exact numbers, what the office sets, language, texts, being told to stop, drafts, places
    errors        what the product declines to do, and why

The word that is typed names the room on every floor: `due` is cli/commands/due, service/due and render/sheets/due.
"""

__version__ = "0.1.0"
