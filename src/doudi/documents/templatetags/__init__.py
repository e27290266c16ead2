"""Tags of the module, loaded for every template."""
