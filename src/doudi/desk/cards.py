"""Where the cards are, and the desk's own pages that lead on from them."""

from doudi.common.cards import HOUSEHOLD, HOUSEHOLDS, PERSON, Shortcut

PAGES = {
    PERSON: "desk:person",
    HOUSEHOLD: "desk:household",
    HOUSEHOLDS: "desk:households",
    "label": "desk:label",
    "reveal": "desk:reveal",
}
SHORTCUTS = {
    "desk.elder": Shortcut(PERSON, 10, "五老", "medal", "desk:elder"),
    "desk.household_aid": Shortcut(HOUSEHOLD, 20, "救助全景", "layout-grid", "desk:household_aid"),
}
