class NotWorthARetry(Exception):
    """A job says that trying again would not help: it fails at once."""


class WorkerDied(Exception):
    """A job's worker ended without a word, more often than the job may be tried."""
