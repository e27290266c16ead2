"""Takes alerts of the province and leads from the ground, and sends checks to homes (发现受理转办)."""
