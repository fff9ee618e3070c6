"""Sentences in both languages, side by side, chosen when they are shown."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Sentence:
    """What a person reads, in Chinese and in English, with `{named}` places filled when shown."""

    zh: str
    en: str

    def __call__(self, language: str | None = None, **values: object) -> str:
        """The text in `language` (`zh…` or `en…`; the active one when None)."""
        chosen = language or get_language() or "zh"
        text = self.en if chosen.startswith("en") else self.zh
        return text.format(**values) if values else text

    def __str__(self) -> str:
        return self()


def say(zh: str, en: str) -> Sentence:
    """A sentence in both languages."""
    return Sentence(zh, en)
