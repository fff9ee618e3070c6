"""A verb is one transaction: new state and its facts together, run again when the database asks for it."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from yingda.journal.recording import in_verb, one_transaction
from yingda.lib.db import worth_a_retry

CAREFULLY: ContextVar[bool] = ContextVar("parts that may fail alone have savepoints", default=True)
P = ParamSpec("P")
R = TypeVar("R")
TRIES = 4  # once, and at most three times again
PAUSE_SECONDS = 0.02


class RunCarefully(BaseException):
    """A part that may fail alone has failed where it had no savepoint. Nobody but `verb` may catch it."""


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a verb. Called inside another verb it joins that one's transaction."""

    @wraps(function)
    def run(*args, **kwargs):
        if in_verb():
            return function(*args, **kwargs)
        bold = CAREFULLY.set(False)
        try:
            return insist(function, args, kwargs)
        except RunCarefully:
            pass
        finally:
            CAREFULLY.reset(bold)
        return insist(function, args, kwargs)

    return run


def insist(function: Callable[P, R], args: tuple, kwargs: dict) -> R:
    """Run it in a transaction, again while that may help."""
    for tried in range(1, TRIES + 1):
        try:
            with one_transaction():
                return function(*args, **kwargs)
        except (OperationalError, IntegrityError) as error:
            if tried == TRIES or not worth_a_retry(error):
                raise
            time.sleep(PAUSE_SECONDS * tried * (1 + random.random()))
    raise AssertionError("unreachable")


@contextmanager
def apart() -> Iterator[None]:
    """A part of a verb that may fail alone, inside a savepoint: what it raises has undone only this part.

    Nearly none does, and a savepoint costs two statements: a verb first runs without, and again with them after one
    has failed.
    """
    if CAREFULLY.get():
        with transaction.atomic():
            yield
        return
    try:
        yield
    except Exception as error:
        if worth_a_retry(error):
            raise
        raise RunCarefully from error
