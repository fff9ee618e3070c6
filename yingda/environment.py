"""The environment variables that Yingda reads, in one table: `yingda doctor` lists it, settings read it.

A value that cannot be read raises `BadSetting` with a sentence that names the variable.
"""

import os
import re
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(ValueError):
    """An environment variable that cannot be used; the text names it and the way out."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, default as text, whether its value is a secret, what it does (zh, en)."""

    name: str
    default: str
    zh: str
    en: str
    secret: bool = False


ICE_URL = r"{kind}s?:([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{{1,5}})?(\?transport=(udp|tcp))?"
VARIABLES = [
    Variable("YINGDA_DATA", "data", "数据文件夹", "data folder"),
    Variable(
        "DATABASE_URL", "", "数据库地址，空为数据文件夹中的 SQLite", "database; empty: SQLite in the data folder", True
    ),
    Variable(
        "DATABASE_LISTEN_URL",
        "",
        "监听用的直连地址（经 pgbouncer 时需要）",
        "direct URL for LISTEN behind pgbouncer",
        True,
    ),
    Variable("YINGDA_SECRET_KEY", "", "会话密钥，空则自动生成", "session secret; empty: generated", True),
    Variable(
        "YINGDA_KEYRING", "", "密钥环文件，空为数据文件夹中的 keys.json", "key ring file; empty: keys.json in data"
    ),
    Variable("YINGDA_HOST", "127.0.0.1", "监听地址", "address to listen on"),
    Variable("YINGDA_PORT", "8000", "监听端口", "port to listen on"),
    Variable("YINGDA_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]", "允许的主机名", "allowed host names"),
    Variable("YINGDA_TRUSTED_ORIGINS", "", "可信来源（https://…）", "trusted origins (https://…)"),
    Variable("YINGDA_HTTPS", "0", "是否只经 HTTPS 访问", "served over HTTPS only"),
    Variable("YINGDA_BEHIND_PROXY", "0", "前面是否有反向代理", "behind a reverse proxy"),
    Variable("YINGDA_THREADS", "12", "每个网页进程的线程数（8–16）", "threads of a web process (8–16)"),
    Variable("YINGDA_IDLE_MINUTES", "30", "无操作自动退出的分钟数", "minutes until idle sign-out"),
    Variable("YINGDA_DEBUG", "0", "调试模式，勿用于生产", "debug mode, never in production"),
    Variable("YINGDA_LOG_LEVEL", "INFO", "日志级别", "log level"),
    Variable("YINGDA_PBX", "on", "电话交换机：on 或 off", "the telephone exchange: on or off"),
    Variable("YINGDA_ASTERISK", "", "Asterisk 程序，或存放它的文件夹", "Asterisk, or the folder to keep it in"),
    Variable("YINGDA_DEBIAN_MIRROR", "", "取得 Asterisk 的 Debian 镜像站", "Debian mirror to fetch Asterisk from"),
    Variable(
        "YINGDA_ARI_URL", "", "已有 Asterisk 的 ARI 地址，空则自行启动", "ARI of an Asterisk that exists; empty: own"
    ),
    Variable("YINGDA_ARI_USER", "yingda", "已有 Asterisk 的 ARI 用户", "ARI user there"),
    Variable("YINGDA_ARI_PASSWORD", "", "已有 Asterisk 的 ARI 密码", "ARI password there", True),
    Variable("YINGDA_AMI_ADDRESS", "", "已有 Asterisk 的 AMI 地址（主机:端口）", "AMI there (host:port)"),
    Variable("YINGDA_AMI_USER", "yingda", "已有 Asterisk 的 AMI 用户", "AMI user there"),
    Variable("YINGDA_AMI_SECRET", "", "已有 Asterisk 的 AMI 密码", "AMI secret there", True),
    Variable("YINGDA_WEBCALL_SECRET", "", "网页来电端点 webcall 的密码", "secret of the endpoint webcall there", True),
    Variable("YINGDA_PHONE_URL", "", "浏览器电话连接的地址（wss://…）", "where browsers' phones connect (wss://…)"),
    Variable(
        "YINGDA_STUN",
        "",
        "浏览器电话用的 STUN（stun:主机:端口，可多个）",
        "STUN for browsers' phones (stun:HOST:PORT, …)",
    ),
    Variable(
        "YINGDA_TURN",
        "",
        "浏览器电话用的 TURN（turn:主机:端口?transport=udp，可多个）",
        "TURN for browsers' phones (turn:HOST:PORT?transport=udp, …)",
    ),
    Variable("YINGDA_TURN_SECRET", "", "与 TURN 服务器共用的密钥", "secret shared with the TURN server", True),
    Variable("YINGDA_SIP_HOST", "127.0.0.1", "SIP 与语音的监听地址", "address for SIP and media"),
    Variable("YINGDA_SIP_PORT", "0", "SIP 端口，0 为自选并记住", "SIP port; 0: a free one, kept"),
    Variable("YINGDA_SIP_TLS_PORT", "0", "SIP over TLS 的端口，0 为不用", "port for SIP over TLS; 0: none"),
    Variable("YINGDA_TLS_CERT", "", "TLS 证书文件", "file of the TLS certificate"),
    Variable("YINGDA_TLS_KEY", "", "TLS 私钥文件", "file of its key"),
    Variable("YINGDA_SIP_OUTSIDE", "", "NAT 之后：对外的公网地址", "behind NAT: the public address"),
    Variable(
        "YINGDA_SIP_INSIDE",
        "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16",
        "NAT 之后：内网网段",
        "behind NAT: networks inside",
    ),
    Variable("YINGDA_SIP_FAILURES", "20", "每个来源每分钟可登录失败的次数", "failed sign-ins a minute and source"),
    Variable("YINGDA_RTP_PORTS", "20000-29999", "语音（RTP）端口范围", "ports for media (RTP)"),
    Variable(
        "YINGDA_PBX_HOST", "127.0.0.1", "ARI、AMI、浏览器电话的监听地址", "address for ARI, AMI, browsers' phones"
    ),
    Variable("YINGDA_PBX_PORT", "0", "ARI 与浏览器电话的端口，0 为自选", "port for ARI and browsers; 0: a free one"),
    Variable("YINGDA_AMI_PORT", "0", "AMI 端口，0 为自选", "port for AMI; 0: a free one"),
    Variable("YINGDA_PBX_CALLS", "500", "交换机最多同时的通话路数", "most calls at a time"),
    Variable("YINGDA_WEB_CALLS", "20", "其中来自网页的最多路数", "most of them from web pages"),
]
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


class Environment:
    """The variables as typed values."""

    def text(self, name: str) -> str:
        return os.environ.get(name) or DEFAULTS[name]

    def flag(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in {"0", "1", "true", "false", "yes", "no"}:
            raise BadSetting(f"{name}={value!r}: write 1 or 0")
        return value in {"1", "true", "yes"}

    def number(self, name: str, low: int, high: int) -> int:
        value = self.text(name)
        if not value.isdigit() or not low <= int(value) <= high:
            raise BadSetting(f"{name}={value!r}: write a whole number from {low} to {high}")
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def host_and_port(self, name: str, host: str, port: int) -> tuple[str, int]:
        """`HOST:PORT`, or the given ones when the variable is empty."""
        if not (value := self.text(name)):
            return host, port
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit():
            raise BadSetting(f"{name}={value!r}: write HOST:PORT")
        return host.strip("[]"), int(port)

    def ice(self, name: str, kind: str) -> list[str]:
        """The URLs of STUN or TURN servers (`kind`, also over TLS) that this variable names."""
        urls = self.words(name)
        for url in urls:
            if not re.fullmatch(ICE_URL.format(kind=kind), url):
                example = "turn:turn.example.cn:3478?transport=udp" if kind == "turn" else "stun:stun.example.cn:3478"
                raise BadSetting(f"{name}={url!r}: write {example}; several with commas between them")
        return urls

    @property
    def turn_secret(self) -> str:
        """Shared with the TURN servers, of which there are none without it."""
        secret = self.text("YINGDA_TURN_SECRET")
        if self.words("YINGDA_TURN") and not secret:
            raise BadSetting("YINGDA_TURN needs YINGDA_TURN_SECRET, the static-auth-secret of the TURN server")
        return secret

    @cached_property
    def data(self) -> Path:
        folder = Path(self.text("YINGDA_DATA")).expanduser().resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    @cached_property
    def secret_key(self) -> str:
        return os.environ.get("YINGDA_SECRET_KEY") or kept_secret(self.data / "secret.key")

    @cached_property
    def keyring(self) -> Path:
        return Path(self.text("YINGDA_KEYRING") or self.data / "keys.json")

    @cached_property
    def database(self) -> dict:
        return database(self.text("DATABASE_URL") or f"sqlite:///{self.data / 'yingda.sqlite3'}")

    @cached_property
    def listen_url(self) -> str:
        """The URL for LISTEN: a direct one when given, else the database's own. Empty on SQLite."""
        url = self.text("DATABASE_LISTEN_URL") or self.text("DATABASE_URL")
        return libpq(url) if url.startswith("postgres") else ""

    @property
    def pbx_off(self) -> bool:
        """Whether there shall be no telephone at all."""
        value = self.text("YINGDA_PBX").lower()
        if value not in {"on", "off"}:
            raise BadSetting(f"YINGDA_PBX={value!r}: write on or off")
        return value == "off"

    debug = cached_property(lambda self: self.flag("YINGDA_DEBUG"))
    https = cached_property(lambda self: self.flag("YINGDA_HTTPS"))
    behind_proxy = cached_property(lambda self: self.flag("YINGDA_BEHIND_PROXY"))
    allowed_hosts = cached_property(lambda self: self.words("YINGDA_ALLOWED_HOSTS"))
    trusted_origins = cached_property(lambda self: self.words("YINGDA_TRUSTED_ORIGINS"))
    host = cached_property(lambda self: self.text("YINGDA_HOST"))
    port = cached_property(lambda self: self.number("YINGDA_PORT", 1, 65535))
    threads = cached_property(lambda self: self.number("YINGDA_THREADS", 2, 64))
    idle_minutes = cached_property(lambda self: self.number("YINGDA_IDLE_MINUTES", 1, 1440))
    ari_url = property(lambda self: self.text("YINGDA_ARI_URL"))
    log_level = cached_property(lambda self: self.text("YINGDA_LOG_LEVEL").upper())


def kept_secret(path: Path) -> str:
    """The secret in this file; made, readable by its owner only, when there is none. Safe between processes."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # another start made it first: its secret is the one to use
    return path.read_text()


PLANS = "prepare_threshold"  # so often a statement comes on a connection before its plan is kept


def database(url: str) -> dict:
    """Django's DATABASES entry for a `sqlite:///PATH` or `postgresql://…` URL."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path[1:]))
    if parts.scheme in {"postgresql", "postgres"}:
        return postgresql(parts)
    raise BadSetting(f"DATABASE_URL starts with {parts.scheme!r}: write sqlite:///PATH or postgresql://USER@HOST/NAME")


def sqlite(path: str) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;",
        },
    }


def postgresql(parts) -> dict:
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    plans = options.pop(PLANS, "5")
    if not plans.isdigit() and plans != "never":
        raise BadSetting(f"DATABASE_URL says prepare_threshold={plans}: write a number, or never")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options
        | {"server_side_binding": True, "prepare_threshold": int(plans) if plans.isdigit() else None},
    }


def libpq(url: str) -> str:
    """The URL without what only this program understands."""
    address, _, query = url.partition("?")
    kept = "&".join(option for option in query.split("&") if not option.startswith(f"{PLANS}="))
    return f"{address}?{kept}" if kept else address


env = Environment()
