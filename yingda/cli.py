"""The command line. Each command is a row of COMMANDS; its function is imported only when it runs."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module


@dataclass(frozen=True)
class Command:
    """`yingda WORDS`, what it does in Chinese and English, and the function `module:name` that does it.

    The function is called with the parsed arguments and returns an exit code (None is 0).
    """

    words: str
    zh: str
    en: str
    runs: str
    arguments: tuple[tuple[tuple[str, ...], dict], ...] = field(default=())
    django: bool = True


def argument(*names: str, **options: object) -> tuple[tuple[str, ...], dict]:
    return names, options


PORT = argument("--port", help="8000")
HOST = argument("--host", help="127.0.0.1")
LIFELINE = argument("--lifeline", type=int, help=argparse.SUPPRESS)
FORCE = argument("--force", action="store_true")
FD = argument("--fd", type=int, help=argparse.SUPPRESS)
WORKERS = argument("--workers", type=int, default=1)

COMMANDS = (
    Command("serve", "启动整个系统", "run the whole house", "yingda.serve.house:serve", (PORT, HOST), django=False),
    Command("web", "启动网页进程", "run a web process", "yingda.serve.web:web", (PORT, HOST, WORKERS, LIFELINE, FD),
            django=False),
    Command("clock", "启动时钟进程", "run a clock process", "yingda.serve.clock:clock", (LIFELINE,)),
    Command(
        "jobs", "启动后台任务进程", "run a jobs process", "yingda.serve.jobs:jobs",
        (argument("--threads", type=int, default=2), LIFELINE),
    ),
    Command("pbx", "启动并看管电话交换机", "run the telephone exchange", "yingda.serve.pbx:pbx",
            (argument("--get", action="store_true", help="Asterisk"), LIFELINE), django=False),
    Command("telephony", "启动电话驱动进程", "drive the telephone exchange",
            "yingda.serve.telephony:telephony", (LIFELINE,)),
    Command("prepare", "升级数据库；首次运行时建立示例单位", "migrate, and seed an empty database",
            "yingda.serve.prepare:prepare"),
    Command("migrate", "升级数据库结构", "bring the database up to date", "yingda.operate.database:migrate"),
    Command("doctor", "检查安装并说明该怎么做", "check the installation and say what to do",
            "yingda.operate.doctor:doctor", django=False),
    Command("journal verify", "核对日志的封存链", "verify the journal's seals", "yingda.operate.journal:verify"),
    Command("journal subscribers", "列出各事实的订阅者", "list who hears which fact",
            "yingda.operate.journal:subscribers"),
    Command("promise explain", "逐步说明一项承诺的期限", "explain a promise's deadline step by step",
            "yingda.operate.promise:explain", (argument("id"),)),
    Command("standard list", "列出服务标准", "list the standard's rules", "yingda.operate.standard:show",
            (argument("--json", action="store_true"),)),
    Command("standard check", "检查一个标准文件", "check a file of the standard", "yingda.operate.standard:check",
            (argument("file"),)),
    Command("search rebuild", "重建搜索索引", "build the search indexes anew", "yingda.operate.searching:rebuild"),
    Command("keys rotate", "更换加密密钥", "make a new key and re-encrypt", "yingda.operate.keys:rotate",
            (argument("--resume", action="store_true"),)),
    Command("recordings retry", "再次处理没有保存下来的录音", "try failed recordings again",
            "yingda.telephony.recordings.retrying:retry", (argument("--give-up", action="store_true"),)),
    Command("backup", "备份数据库、文件和密钥", "back up database, files and keys", "yingda.operate.backup:backup",
            (argument("file"),)),
    Command("restore", "从备份恢复", "restore a backup", "yingda.operate.restore:restore", (argument("file"), FORCE)),
    Command("move-to", "把 SQLite 数据搬到 PostgreSQL", "move from SQLite to PostgreSQL",
            "yingda.operate.moving:move_to", (argument("database_url"), FORCE)),
    Command("createadmin", "建立一个管理员", "create an administrator", "yingda.operate.administrator:create",
            (argument("username", nargs="?"), argument("--name"))),
    Command("seed", "建立示例单位", "create the example organisation", "yingda.operate.seed:seed"),
)  # fmt: skip


def main(words: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code. Whatever goes wrong is said in a sentence."""
    language = language_of_terminal()
    arguments = parser(language).parse_args(words)
    language = arguments.lang = arguments.lang or language
    try:
        code = run(arguments, language)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # a person at a terminal reads a sentence, never a traceback
        from yingda.operate.trouble import in_words

        print(in_words(error, language), file=sys.stderr)
        code = 1
    sys.exit(code)


def run(arguments: argparse.Namespace, language: str) -> int:
    """Import the command's function and call it."""
    for name in ("port", "host"):
        if value := getattr(arguments, name, None):
            os.environ[f"YINGDA_{name.upper()}"] = value
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yingda.settings")
    if arguments.command.django:
        import django
        from django.utils import translation

        django.setup(set_prefix=False)
        translation.activate("en" if language == "en" else "zh-hans")
    module, name = arguments.command.runs.split(":")
    return getattr(import_module(module), name)(arguments) or 0


def parser(language: str) -> argparse.ArgumentParser:
    """The parser of all commands, with help in this language."""
    chinese = language != "en"
    top = argparse.ArgumentParser(prog="yingda", description="应答：信守承诺的服务中心" if chinese else
                                  "Yingda: a service centre that keeps its promises")  # fmt: skip
    top.add_argument("--lang", choices=["zh", "en"], help="语言" if chinese else "language")
    commands = top.add_subparsers(required=True, metavar="命令" if chinese else "COMMAND")
    groups: dict[str, argparse._SubParsersAction] = {}
    for command in COMMANDS:
        *group, name = command.words.split()
        within = grouped(groups, commands, group[0]) if group else commands
        text = command.zh if chinese else command.en
        made = within.add_parser(name, help=text, description=text)
        made.set_defaults(command=command)
        for names, options in command.arguments:
            made.add_argument(*names, **options)
    return top


def grouped(groups: dict, commands: argparse._SubParsersAction, name: str) -> argparse._SubParsersAction:
    """The subcommands under a first word that several commands share."""
    if name not in groups:
        shared = [command.words.split()[1] for command in COMMANDS if command.words.startswith(f"{name} ")]
        groups[name] = commands.add_parser(name, help=" | ".join(shared)).add_subparsers(required=True, metavar="…")
    return groups[name]


def language_of_terminal() -> str:
    """`en` when the terminal speaks another language than Chinese; `zh` also when it says nothing."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if spoken.lower().startswith("zh") or spoken.split(".")[0] in {"", "C", "POSIX"} else "en"


if __name__ == "__main__":
    main()
