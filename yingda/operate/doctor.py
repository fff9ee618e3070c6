"""`yingda doctor`: looks at the installation and says in words what to do."""

import argparse
import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import django
from django.utils import translation

from yingda.environment import VARIABLES, BadSetting, Variable
from yingda.lib.say import say
from yingda.operate.findings import Finding, Light, red
from yingda.operate.tables import table

SETTINGS = say("设置（环境变量）", "Settings (environment variables)")
DEFAULT = say("默认", "default")
HIDDEN = "••••"
EMPTY = "-"
CORRECT = say("请改正这个环境变量。", "Correct this environment variable.")
SOUND = say("一切正常。", "All is well.")
WARNED = say("可以使用，有 {yellow} 处提醒。", "It works, with {yellow} notes.")
SEE_ABOVE = say(
    "这一项因此没有检查；请先处理上面的问题。",
    "This could not be checked for that reason; mend what stands above first.",
)
ILL = say("有 {red} 处问题需要处理。", "{red} problems need attention.")


def doctor(arguments: argparse.Namespace) -> int:
    """Print findings and settings; 1 when anything is red."""
    findings = list(examine(arguments.lang))
    for finding in findings:
        print(f"{finding.light} {finding.what(arguments.lang)}")
        if finding.advice:
            print(f"  → {finding.advice(arguments.lang)}")
    print(f"\n{SETTINGS(arguments.lang)}\n{settings(arguments.lang)}\n")
    count = {light: sum(finding.light is light for finding in findings) for light in Light}
    verdict = ILL if count[Light.RED] else WARNED if count[Light.YELLOW] else SOUND
    print(verdict(arguments.lang, red=count[Light.RED], yellow=count[Light.YELLOW]))
    return 1 if count[Light.RED] else 0


def examine(language: str) -> Iterator[Finding]:
    """All findings. Settings that cannot be read end the examination: nothing else can be asked then."""
    try:
        django.setup(set_prefix=False)
    except BadSetting as error:
        yield red(say(str(error), str(error)), CORRECT)
        return
    translation.activate("en" if language == "en" else "zh-hans")
    from yingda.operate.checks import CHECKS

    for check in CHECKS:
        yield from asked(check, language)


def asked(check: Callable[[], Iterator[Finding]], language: str) -> Iterator[Finding]:
    """What a check finds; a check that breaks down is itself a finding."""
    from yingda.operate.trouble import sentence

    try:
        yield from check()
    except Exception as error:  # the other checks must still be heard
        zh, en = sentence(error, "zh").partition("\n"), sentence(error, "en").partition("\n")
        yield red(say(zh[0], en[0]), say(zh[2] or SEE_ABOVE.zh, en[2] or SEE_ABOVE.en))


def settings(language: str) -> str:
    """Every variable with its value or default; secrets are not shown."""
    rows = [(variable.name, shown(variable, language), getattr(variable, language)) for variable in VARIABLES]
    return table(rows)


def shown(variable: Variable, language: str) -> str:
    value = os.environ.get(variable.name)
    if not value:
        return f"{variable.default or EMPTY} ({DEFAULT(language)})"
    if not variable.secret:
        return value
    parts = urlsplit(value)
    if parts.scheme and parts.password:
        return value.replace(f":{parts.password}@", f":{HIDDEN}@")
    return value if parts.scheme and "://" in value else HIDDEN
