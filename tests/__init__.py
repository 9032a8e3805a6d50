"""Tests: real components throughout."""
