"""What a person can do to a promise, under one roof."""

from yingda.promises.cancel import cancel
from yingda.promises.extend import extend
from yingda.promises.handover import accept, decline, hand_over
from yingda.promises.keep import keep
from yingda.promises.pause import pause, resume
from yingda.promises.word import give_word

__all__ = ["accept", "cancel", "decline", "extend", "give_word", "hand_over", "keep", "pause", "resume"]
