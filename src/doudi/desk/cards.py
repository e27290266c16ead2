"""The desk's own pages that lead on from a card."""

from doudi.common.cards import HOUSEHOLD, PERSON, Shortcut

SHORTCUTS = {
    "desk.elder": Shortcut(PERSON, 10, "五老", "medal", "desk:elder"),
    "desk.household_aid": Shortcut(HOUSEHOLD, 20, "救助全景", "layout-grid", "desk:household_aid"),
}
