"""The built widget."""

from yingda.lib.bundle import DIST, Bundle

WIDGET = Bundle(DIST / "widget")
