"""Tests of the floor physics."""
