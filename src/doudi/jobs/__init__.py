"""Work the machine does by itself: what somebody asked for and what falls due (后台任务)."""
