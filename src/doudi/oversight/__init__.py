"""Looks after what others have to do (督查督办): reads all modules, asks offices about what is late."""
