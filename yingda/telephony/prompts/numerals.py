"""Numbers in words, as announcements say them. Languages are "zh" and "en"."""

ZH = "零一二三四五六七八九"
EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)
PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))  # each until this hour


def number(n: int, language: str) -> str:
    """0 to 99: 二十三, twenty-three."""
    if language == "en":
        return EN[n] if n < 20 else TENS[n // 10 - 2] + (f"-{EN[n % 10]}" if n % 10 else "")
    tens = "" if n < 10 else ("" if n < 20 else ZH[n // 10]) + "十"
    return tens + (ZH[n % 10] if n % 10 or n == 0 else "")


def place(n: int, language: str) -> str:
    """A place in a queue, 1 to 99: 第十二位, number twelve."""
    return f"number {number(n, 'en')}" if language == "en" else f"第{number(n, 'zh')}位"


def minutes(n: int, language: str) -> str:
    """1 to 59 minutes long."""
    return counted(n, "分钟", "minute", language)


def hours(n: int, language: str) -> str:
    """1 to 12 hours long."""
    return counted(n, "小时", "hour", language)


def counted(n: int, zh: str, en: str, language: str) -> str:
    if language == "en":
        return f"{number(n, 'en')} {en}{'' if n == 1 else 's'}"
    return ("两" if n == 2 else number(n, "zh")) + zh


def o_clock(hour: int, language: str, half: bool = False) -> str:
    """A full or half hour of the day, 0 to 23: 下午两点半, two thirty p.m."""
    of_twelve = hour % 12 or (0 if language == "zh" and hour == 0 else 12)
    if language == "en":
        return f"{number(of_twelve, 'en')}{' thirty' if half else ''} {'a.m.' if hour < 12 else 'p.m.'}"
    part = next(name for until, name in PARTS_OF_DAY if hour < until)
    return f"{part}{'两' if of_twelve == 2 else number(of_twelve, 'zh')}点{'半' if half else ''}"


def past(n: int, language: str) -> str:
    """The minutes of a time of day, 1 to 59; in Chinese after the hour, in English before it."""
    if language == "en":
        return f"{minutes(n, 'en')} past"
    return ("零" if n < 10 else "") + number(n, "zh") + "分"


def day_of_month(n: int, language: str) -> str:
    """1 to 31: 八日, the eighth."""
    if language != "en":
        return number(n, "zh") + "日"
    if n <= 20:
        return f"the {ORDINALS[n - 1]}"
    return f"the {TENS[n // 10 - 2]}-{ORDINALS[n % 10 - 1]}" if n % 10 else "the thirtieth"


def key(n: int, language: str) -> str:
    """Which key to press."""
    return f"press {number(n, 'en')}" if language == "en" else f"请按{number(n, 'zh')}"
