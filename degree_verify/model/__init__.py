"""Frozen values that pass between the stages; no behaviour beyond small properties."""
