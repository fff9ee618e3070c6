"""What the doctor looks at in the telephone: is there an exchange, does it answer, can browsers and voices reach it."""

import re
from collections.abc import Iterator

from yingda.environment import env
from yingda.lib.say import Sentence, say
from yingda.operate.findings import Finding, green, red, yellow
from yingda.telephony.models import Trunk
from yingda.telephony.pbx import examining, status
from yingda.telephony.pbx.address import NoPbx, PbxAddress, address
from yingda.telephony.pbx.ari import AriError
from yingda.telephony.pbx.examining import NoSound
from yingda.telephony.pbx.status import State

OLDEST_SOUND = (22, 10, 1)  # older ones of this line let ARI users do more than they should
SERVE = say("请运行 yingda serve（或 yingda pbx）。", "Run yingda serve (or yingda pbx).")
LOGS = say("请查看数据文件夹中 pbx/log 里的日志。", "Look at the logs in pbx/log in the data folder.")
NAMED = say(
    "请检查 YINGDA_ARI_URL、YINGDA_ARI_USER、YINGDA_ARI_PASSWORD。",
    "Check YINGDA_ARI_URL, YINGDA_ARI_USER and YINGDA_ARI_PASSWORD.",
)

NAMED_AMI = say(
    "请检查 YINGDA_AMI_ADDRESS、YINGDA_AMI_USER、YINGDA_AMI_SECRET。",
    "Check YINGDA_AMI_ADDRESS, YINGDA_AMI_USER and YINGDA_AMI_SECRET.",
)


def exchange_stands() -> Iterator[Finding]:
    """Off on purpose is well; everything else says what to do."""
    stands = status.current()
    if env.pbx_off:
        yield green(telephone(stands.words))
    elif stands.state in {State.FETCHING, State.STARTING}:
        yield yellow(telephone(stands.words), say("请稍候片刻再检查。", "Look again in a moment."))
    elif stands.state is State.UP:
        yield from exchange_works()
    else:
        yield red(telephone(stands.words), LOGS if stands.state is State.FAILED else SERVE)


def exchange_works() -> Iterator[Finding]:
    """It says that it is up: ask it."""
    try:
        where = address()
        version = examining.version(where)
    except (NoPbx, AriError) as error:
        what = say(f"电话交换机没有应答：{error}", f"The exchange does not answer: {error}")
        yield red(what, NAMED if env.ari_url else SERVE)
        return
    yield green(say(f"电话交换机 Asterisk {version} 有应答（ARI）。", f"Asterisk {version} answers (ARI)."))
    yield from is_recent(version)
    yield from manager_answers(where)
    yield from browsers_reach(where)
    yield from phones_are_there(where)
    yield from sound_passes(where)


def is_recent(version: str) -> Iterator[Finding]:
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    if numbers[:1] == OLDEST_SOUND[:1] and numbers < OLDEST_SOUND:
        yield yellow(
            say("这一版 Asterisk 缺少安全修补。", "This Asterisk lacks security fixes."),
            say("请升级到 22.10.1 或更新版本。", "Upgrade it to 22.10.1 or newer."),
        )


def manager_answers(where: PbxAddress) -> Iterator[Finding]:
    said = examining.lets_in(where) if where.ami_port else "YINGDA_AMI_ADDRESS?"
    if said:
        yield red(
            say(f"交换机的管理接口（AMI）不通，不能录音：{said}", f"Nothing can be recorded without AMI: {said}"),
            NAMED_AMI if env.ari_url else SERVE,
        )


def browsers_reach(where: PbxAddress) -> Iterator[Finding]:
    if said := examining.shakes_hands(where.ws_url):
        yield red(
            say(
                f"浏览器电话连不上 {where.ws_url}：{said}", f"Browsers' phones cannot connect to {where.ws_url}: {said}"
            ),
            say(
                "请检查代理是否把该地址转到交换机的 /ws，或改正 YINGDA_PHONE_URL。",
                "Let the proxy pass that address to the exchange's /ws, or correct YINGDA_PHONE_URL.",
            ),
        )
    else:
        yield green(say(f"浏览器电话可连 {where.ws_url}。", f"Browsers' phones can connect to {where.ws_url}."))


def phones_are_there(where: PbxAddress) -> Iterator[Finding]:
    there, known = examining.registered(where)
    yield green(
        say(f"{known} 部话机和中继中，{there} 部在线。", f"{there} of {known} phones and trunks are reachable.")
    )


def sound_passes(where: PbxAddress) -> Iterator[Finding]:
    try:
        examining.hear_music(where)
    except NoSound as error:
        yield red(
            say(f"交换机内部的试呼没有听到声音：{error}", f"A test call inside the exchange was not heard: {error}"),
            say(
                "请查看 pbx/log/messages.log；已有的交换机须使用 docs/telephone.md 中的拨号方案。",
                "Look at pbx/log/messages.log; an exchange of your own needs the dialplan in docs/telephone.md.",
            ),
        )
    else:
        yield green(say("试呼有声音，录音正常。", "A test call was heard and recorded."))


def trunks_are_signed_in() -> Iterator[Finding]:
    """Carriers at which we sign in, as the driver was last told; nothing is said of those that nobody has tried yet."""
    rows = Trunk.objects.filter(kind=Trunk.Kind.REGISTRATION, active=True).exclude(registered=None).order_by("name")
    for trunk in () if env.pbx_off else rows:
        zh, en = f"中继“{trunk.name}”", f"The trunk {trunk.name}"
        if trunk.registered:
            yield green(say(f"{zh}已登录运营商 {trunk.host}。", f"{en} is signed in at {trunk.host}."))
        else:
            yield red(
                say(
                    f"{zh}没有登录上 {trunk.host}：对方不接受用户名或密码，或没有应答。",
                    f"{en} is not signed in at {trunk.host}: they do not accept the user name or the password, or do "
                    "not answer.",
                ),
                say(
                    "请在“电话”页的“中继”中核对用户名、密码、地址和端口。",
                    "Check user name, password, host and port on the page Telephone, Trunks.",
                ),
            )


def telephone(words: Sentence) -> Sentence:
    return say(f"电话：{words.zh}", f"Telephone: {words.en}")


TELEPHONE = (exchange_stands, trunks_are_signed_in)
