"""Hundreds of broken, odd and lying files, made from tables of troubles; each says what must come of it."""
