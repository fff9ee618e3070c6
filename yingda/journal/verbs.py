"""A verb is one transaction: new state and its facts together, run again when the database asks for it."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError

from yingda.journal.recording import in_verb, one_transaction
from yingda.lib.db import worth_a_retry

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 4  # once, and at most three times again
PAUSE_SECONDS = 0.02


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a verb. Called inside another verb it joins that one's transaction."""

    @wraps(function)
    def run(*args, **kwargs):
        if in_verb():
            return function(*args, **kwargs)
        for tried in range(1, TRIES + 1):
            try:
                with one_transaction():
                    return function(*args, **kwargs)
            except (OperationalError, IntegrityError) as error:
                if tried == TRIES or not worth_a_retry(error):
                    raise
                time.sleep(PAUSE_SECONDS * tried * (1 + random.random()))
        raise AssertionError("unreachable")

    return run
