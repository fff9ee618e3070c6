"""Argon2 with little work in it: a test that makes ten people should not take seconds.

Production settings stay as they are.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same algorithm and format; its hashes verify anywhere."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
