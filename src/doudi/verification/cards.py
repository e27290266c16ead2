"""The page of a household's authorities and checks, from its card."""

from doudi.common.cards import HOUSEHOLD, Shortcut

SHORTCUTS = {
    "verification.home": Shortcut(
        HOUSEHOLD, 15, "经济状况核对", "report-search", "verification:home", "verification.view"
    ),
}
