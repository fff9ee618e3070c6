"""Yingda 应答: a service centre that keeps its promises."""

__version__ = "0.1.0"
