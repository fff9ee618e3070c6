"""What a caller goes through before the queue, as data: `Call.plan["steps"]`, the one under way first.

    {"do": "say", "keys": ["notice"]}       an announcement without places
    {"do": "welcome"}, {"do": "closed"}     announcements with the line's name, with when service resumes
    {"do": "language"}                      one of the hotline's languages
    {"do": "menu", "menu": 7}               a voice menu (row id)
    {"do": "voice_mail"}, {"do": "recording"}, {"do": "end"}

After the last step the caller enters the queue. Other keys of the plan: `tries` (of the step under way), `skill`,
`team` (what a menu asked for), `closed` (came outside service hours), `message` (uid of a recording),
`message_began` (seconds since 1970), `place_offered`, `keeping` (the place is to be kept), `call_back`.
"""

from datetime import datetime

from yingda.standard import versions
from yingda.telephony.hotlines import first_language, hotline_of
from yingda.telephony.lobby import menu_sounds, words
from yingda.telephony.models import Call, Hotline, Menu
from yingda.telephony.prompts.speaking import pieces

LANGUAGE_TRIES = 2
SECONDS_TO_CHOOSE = 6
VALID = "123456789"


def opening_steps(hotline: Hotline, *, chosen: bool = False) -> list[dict]:
    """Steps of a caller who comes in service hours. None: at once into the queue. `chosen`: the language is."""
    steps: list[dict] = []
    if len(hotline.languages) > 1 and not chosen:
        steps.append({"do": "language"})
    if hotline.notice and hotline.records:
        steps.append({"do": "say", "keys": ["notice"]})
    if hotline.menu and hotline.menu.dropped is None and hotline.menu.choices:
        steps.append({"do": "menu", "menu": hotline.menu.pk})
    return [{"do": "welcome"}, *steps] if steps else []


def closed_steps(hotline: Hotline) -> list[dict]:
    """Outside service hours (1.5)."""
    return [{"do": "closed"}, {"do": "voice_mail"} if hotline.voice_mail else {"do": "end"}]


def script(call: Call, at: datetime) -> list[dict]:
    """What the leg is to hear for the step under way; empty for one that says nothing."""
    step, line, language = call.plan["steps"][0], call.contact.line, call.contact.language
    match step["do"]:
        case "say":
            return [words.say(language, *step["keys"])]
        case "welcome":
            return [words.welcome(line, first_language(hotline_of(line)))]
        case "closed":
            return closed(call, at)
        case "language":
            return [asked(words.languages(hotline_of(line).languages), VALID[: len(hotline_of(line).languages)])]
        case "menu":
            return menu(call, step["menu"])
        case "voice_mail":
            return [words.say(language, "leave_message", "beep")]
        case "recording":
            return [{"record": call.plan["message"], "most": 180, "silence": 8}]
    return []


def closed(call: Call, at: datetime) -> list[dict]:
    """In each of the line's languages, since the caller could not choose one."""
    line = call.contact.line
    calendar = versions.in_force(line, at).calendar
    languages = hotline_of(line).languages or [call.contact.language]
    return [said for language in languages if (said := words.closed(language, calendar, at))]


def menu(call: Call, pk: int) -> list[dict]:
    """The menu as it now is; nothing when it was taken out of use meanwhile, or has nothing that could be heard."""
    chosen, language = menu_of(call, pk), call.contact.language
    if chosen is None or not menu_sounds.of(chosen, language):
        return []
    again = pieces("menu_again", language) if call.plan.get("tries") else []
    said = again + menu_sounds.of(chosen, language)
    return [asked(said, "".join(sorted(chosen.choices)), chosen.seconds)]


def menu_of(call: Call, pk: int) -> Menu | None:
    return Menu.objects.filter(pk=pk, line=call.contact.line_id, dropped=None).exclude(choices={}).first()


def asked(said: list[str], valid: str, seconds: int = SECONDS_TO_CHOOSE) -> dict:
    return {"ask": said, "digits": 1, "seconds": seconds, "valid": valid}
