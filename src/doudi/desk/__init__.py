"""The officer's desk: home, navigation and pages that cross modules (工作台)."""
