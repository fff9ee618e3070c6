"""These parts of the bench stand on a PostgreSQL of their own whatever the tests run on: once a run is enough."""

from yingda.testing.early import KIND

collect_ignore = [] if KIND == "postgresql" else ["test_clock_and_intake.py", "test_phone.py"]
