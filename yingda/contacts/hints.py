"""Hints on what an agent is about to write in a chat: never a refusal (6.4)."""

import re

from yingda.lib.say import Sentence, say
from yingda.standard.shape import Words

# One picture as people count it: a base with its skin tone, its variation, and what is joined to it.
PICTOGRAPH = "[\U0001f300-\U0001faff☀-➿⬀-⯿]"
EMOJI = re.compile(
    f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|{PICTOGRAPH}[\U0001f3fb-\U0001f3ff️]*(?:‍{PICTOGRAPH}[\U0001f3fb-\U0001f3ff️]*)*)"
)
MANY = say("表情最多 {most} 个，这条有 {count} 个。", "At most {most} emoji; this one has {count}.")
LONG = say(
    "这条消息有 {count} 字，请先告诉客户您将发送较长的说明。",
    "This message has {count} characters; first tell the customer that a longer text follows.",
)


def hints(text: str, words: Words) -> list[str]:
    """What the standard would have the agent do otherwise, in the active language."""
    found: list[tuple[Sentence, int, int]] = [
        (MANY, words.emoji, len(EMOJI.findall(text))),
        (LONG, words.long_message, len(text)),
    ]
    return [sentence(most=most, count=count) for sentence, most, count in found if count > most]
