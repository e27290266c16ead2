"""Tests of rights handed down."""
