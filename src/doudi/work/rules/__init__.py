"""Pure rules of tasks: clocks, kinds, the ladder of who hears of what is late."""
