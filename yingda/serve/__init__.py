"""Processes: what `yingda serve`, `web`, `clock` and `jobs` run, and how they end."""
