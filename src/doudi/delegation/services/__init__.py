"""Actions on rights handed down: propose, grant, withdraw; and holding one while deciding."""
