"""Hands the fixtures and rules of `yingda.testing` to every test."""

from yingda.testing.fixtures import *  # noqa: F403  (pytest finds fixtures by their names in a conftest)
from yingda.testing.pbx import *  # noqa: F403
