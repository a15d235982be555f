"""Tests of the modules that stand between us and one thing outside each."""
