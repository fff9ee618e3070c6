"""What the doctor looks at. Each check yields findings; sentences say what to do in one step."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db import connection

from yingda.environment import env
from yingda.journal import triggers
from yingda.lib.db import on_postgresql
from yingda.lib.keyring import keyring
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate.checks_of_telephone import TELEPHONE
from yingda.operate.checks_of_work import WORK
from yingda.operate.database import missing
from yingda.operate.findings import Finding, green, red, yellow
from yingda.people.models import Organisation
from yingda.standard.days import CHINA
from yingda.web.pages import DIST

LOW_BYTES, TOO_LOW_BYTES = 2_000_000_000, 200_000_000
OLDEST_POSTGRESQL = 14
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}


def settings_fit() -> Iterator[Finding]:
    if env.debug:
        yield yellow(
            say("调试模式已打开。", "Debug mode is on."),
            say("对外使用前请去掉 YINGDA_DEBUG。", "Remove YINGDA_DEBUG before others use it."),
        )
    if env.host not in LOOPBACK and not env.https:
        yield yellow(
            say(f"在 {env.host} 上以明文 HTTP 提供服务。", f"Served over plain HTTP on {env.host}."),
            say(
                "请放在 HTTPS 反向代理之后，并设 YINGDA_HTTPS=1、YINGDA_BEHIND_PROXY=1。",
                "Put it behind an HTTPS proxy and set YINGDA_HTTPS=1 and YINGDA_BEHIND_PROXY=1.",
            ),
        )


def database_answers() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    version = ".".join(map(str, connection.get_database_version()))
    kind, name = connection.display_name, connection.settings_dict["NAME"]
    yield green(say(f"数据库 {kind} {version}：{name}", f"Database {kind} {version}: {name}"))
    yield from postgresql_is_set_well() if on_postgresql() else ()


def postgresql_is_set_well() -> Iterator[Finding]:
    """The settings of the server on which promises to people depend."""
    if connection.pg_version // 10_000 < OLDEST_POSTGRESQL:
        yield red(
            say("PostgreSQL 版本太旧。", "This PostgreSQL is too old."),
            say(f"请升级到 {OLDEST_POSTGRESQL} 或更新。", f"Upgrade to {OLDEST_POSTGRESQL} or newer."),
        )
    if setting("fsync") == "off":
        yield red(
            say("PostgreSQL 的 fsync 已关闭，断电会丢失数据。", "fsync is off in PostgreSQL: a power cut loses data."),
            say("请在 postgresql.conf 中设 fsync = on。", "Set fsync = on in postgresql.conf."),
        )
    if setting("synchronous_commit") == "off":
        yield yellow(
            say(
                "synchronous_commit 已关闭，崩溃时最近的应答可能丢失。",
                "synchronous_commit is off: a crash can lose the latest answers.",
            ),
            say("除测量外请保持 on。", "Keep it on, except to measure."),
        )
    if setting("server_encoding") != "UTF8":
        yield red(
            say("数据库编码不是 UTF8，存不下中文。", "The database's encoding is not UTF8."),
            say("请以 ENCODING 'UTF8' 重建数据库。", "Make the database again with ENCODING 'UTF8'."),
        )


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]


def migrations_are_applied() -> Iterator[Finding]:
    if lacking := missing():
        yield red(
            say(f"数据库结构缺 {len(lacking)} 步。", f"The database lacks {len(lacking)} migrations."),
            say("请运行 yingda migrate。", "Run: yingda migrate"),
        )
    else:
        yield green(say("数据库结构是最新的。", "The database is up to date."))


def journal_is_guarded() -> Iterator[Finding]:
    if lacking := triggers.missing():
        names = ", ".join(trigger.name for trigger in lacking)
        yield red(
            say(f"日志缺少防改触发器：{names}", f"The journal lacks its triggers: {names}"),
            say(
                "请运行 yingda migrate 补上，再运行 yingda journal verify 核对。",
                "Run yingda migrate to put them back, then yingda journal verify.",
            ),
        )
    else:
        yield green(say("日志的防改触发器完好。", "The journal's triggers are in place."))


def folder_is_writable() -> Iterator[Finding]:
    try:
        tempfile.TemporaryFile(dir=env.data).close()
    except OSError as error:
        yield red(
            say(f"数据文件夹 {env.data} 不可写：{error.strerror}", f"Cannot write to {env.data}: {error.strerror}"),
            say("请把它交给运行应答的用户。", "Give it to the user who runs Yingda."),
        )
        return
    free = shutil.disk_usage(env.data).free
    amount = f"{free / 1e9:.1f} GB"
    what = say(
        f"数据文件夹 {env.data} 可写，剩余 {amount}。", f"The data folder {env.data} is writable, {amount} free."
    )
    advice = say("请清理磁盘或换更大的磁盘。", "Free some space or use a larger disk.")
    yield green(what) if free > LOW_BYTES else (yellow if free > TOO_LOW_BYTES else red)(what, advice)


def keys_are_private() -> Iterator[Finding]:
    if not env.keyring.exists():
        yield yellow(
            say("还没有密钥环。", "There is no key ring yet."),
            say(
                "首次使用时会自动建立；如果是恢复的数据，请先恢复密钥。",
                "It is made on first use; if the data were restored, restore the keys first.",
            ),
        )
        return
    ring = keyring()
    if env.keyring.stat().st_mode & OTHERS:
        yield red(
            say(f"别的用户可以读取密钥环 {env.keyring}。", f"Other users can read the key ring {env.keyring}."),
            say(f"请运行 chmod 600 {env.keyring}", f"Run: chmod 600 {env.keyring}"),
        )
    else:
        yield green(say(f"密钥环完好，{len(ring.keys)} 把密钥。", f"The key ring is sound: {len(ring.keys)} keys."))


def web_is_built() -> Iterator[Finding]:
    if (DIST / "index.html").exists():
        yield green(say("网页已构建。", "The web is built."))
    else:
        yield red(say("网页尚未构建。", "The web has not been built."), say("请运行 make web。", "Run: make web"))


def time_is_known() -> Iterator[Finding]:
    organisation = Organisation.objects.first()
    if organisation is None:
        yield yellow(
            say("还没有单位。", "There is no organisation yet."),
            say(
                "请运行 yingda createadmin，或 yingda seed 建立示例。",
                "Run yingda createadmin, or yingda seed for an example.",
            ),
        )
        return
    try:
        here = now().astimezone(ZoneInfo(organisation.zone))
    except (KeyError, ValueError, OSError):
        yield red(
            say(f"不认识时区 {organisation.zone}。", f"The time zone {organisation.zone} is unknown."),
            say("请在管理页面改正，或安装系统软件包 tzdata。", "Correct it, or install the system package tzdata."),
        )
        return
    yield green(
        say(
            f"时区 {organisation.zone}，现在 {here:%Y-%m-%d %H:%M}。",
            f"Time zone {organisation.zone}, now {here:%Y-%m-%d %H:%M}.",
        )
    )
    if not CHINA.knows(here.year):
        yield yellow(
            say(f"不知道 {here.year} 年的法定节假日。", f"The public holidays of {here.year} are not known."),
            say("请升级应答，或在标准页面的日历中填写。", "Upgrade Yingda, or enter them in the calendar."),
        )


def machine_keeps_time() -> Iterator[Finding]:
    """Deadlines are judged by the database's clock, times are recorded by this machine's."""
    if not on_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        ahead = (now() - cursor.fetchone()[0]).total_seconds()
    if abs(ahead) > 1:
        yield red(
            say(
                f"本机时钟与数据库相差 {ahead:+.1f} 秒。", f"This machine's clock is {ahead:+.1f} s off the database's."
            ),
            say("请在两台机器上启用 NTP 对时。", "Run NTP on both machines."),
        )


CHECKS = (
    settings_fit,
    database_answers,
    migrations_are_applied,
    journal_is_guarded,
    folder_is_writable,
    keys_are_private,
    web_is_built,
    time_is_known,
    machine_keeps_time,
    *WORK,
    *TELEPHONE,
)
