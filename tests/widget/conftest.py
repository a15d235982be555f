"""One browser and one stub server for each file of tests."""

from tests.widget.world import browser, served, world

__all__ = ["browser", "served", "world"]
