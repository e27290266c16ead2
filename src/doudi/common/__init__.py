"""What every screen and service shares: clock, keys, scope, access, events and the UI kit (公共)."""
