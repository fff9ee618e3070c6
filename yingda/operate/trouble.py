"""Whatever goes wrong at the command line, as a sentence that says what to do."""

import logging
import traceback

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import DatabaseError, InterfaceError, OperationalError

from yingda.environment import BadSetting, env
from yingda.lib.errors import Refusal
from yingda.lib.keyring import BadKeyring
from yingda.lib.say import Sentence, say

UNREACHABLE = say(
    "无法连接数据库：{why}\n请检查 DATABASE_URL 以及数据库是否在运行。",
    "The database cannot be reached: {why}\nCheck DATABASE_URL and whether the database is running.",
)
NOT_MIGRATED = say(
    "数据库结构不是最新的（{why}）。请运行 yingda migrate。",
    "The database is not up to date ({why}). Run: yingda migrate",
)
NO_FILE = say("无法使用文件 {path}：{why}", "The file {path} cannot be used: {why}")
UNEXPECTED = say(
    "没有料到的错误：{why}\n要看细节，请设 YINGDA_LOG_LEVEL=DEBUG 再运行一次。",
    "Unexpected error: {why}\nTo see the details, run it again with YINGDA_LOG_LEVEL=DEBUG.",
)
MISSING = ("no such table", "no such column", "does not exist")
SAY_THEMSELVES = (BadSetting, BadKeyring, CommandError, ImproperlyConfigured)


def in_words(error: Exception, language: str) -> str:
    """The sentence for a person. The traceback comes before it when the log level is DEBUG."""
    details = "".join(traceback.format_exception(error)) if debugging() else ""
    return details + sentence(error, language)


def sentence(error: Exception, language: str) -> str:
    if isinstance(error, Refusal):
        return error.say(language)
    if isinstance(error, SAY_THEMSELVES):
        return str(error)
    why = str(error).strip().partition("\n")[0] or type(error).__name__
    if isinstance(error, OSError) and error.filename:
        return NO_FILE(language, path=error.filename, why=error.strerror)
    return kind(error)(language, why=why)


def kind(error: Exception) -> Sentence:
    text = str(error)
    if isinstance(error, DatabaseError) and any(words in text for words in MISSING) and 'database "' not in text:
        return NOT_MIGRATED
    return UNREACHABLE if isinstance(error, OperationalError | InterfaceError) else UNEXPECTED


def debugging() -> bool:
    try:
        return env.log_level == logging.getLevelName(logging.DEBUG)
    except BadSetting:
        return False
