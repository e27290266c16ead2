"""The pages of studies that lead on from a household's card."""

from doudi.common.cards import HOUSEHOLD, Shortcut

SHORTCUTS = {
    "studies.sheets": Shortcut(
        HOUSEHOLD, 10, "核算单", "calculator", "studies:household_sheets", "studies.try_family"
    ),
}
