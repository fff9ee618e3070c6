"""Why Asterisk cannot be had here, and what to do."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class NotToBeHad(Refusal):
    """No Asterisk: the rest of the house runs without a telephone."""

    status = 503
    code = "pbx.not_to_be_had"
    sentence = say(
        "这里无法自动取得 Asterisk（{why}）。请安装 Asterisk 20 或更新版本，或用 YINGDA_ARI_URL 指定已有的一台。",
        "Asterisk cannot be had here by itself ({why}). Install Asterisk 20 or newer, or name one with YINGDA_ARI_URL.",
    )


class NoKeyring(NotToBeHad):
    """The archive's signing key is not on this machine; nothing is ever fetched unchecked."""

    code = "pbx.no_keyring"
    sentence = say(
        "缺少 Debian 的签名密钥，无法核对下载内容。请输入： sudo apt-get install debian-archive-keyring",
        "Debian's signing keys are missing, so that nothing can be checked. "
        "Type:  sudo apt-get install debian-archive-keyring",
    )


class OldKeyring(NotToBeHad):
    """The archive is signed with a key that this machine does not have, or not signed at all."""

    code = "pbx.old_keyring"
    sentence = say(
        "无法用本机的密钥核对 {mirror} 的签名，未下载任何内容。请更新软件包 debian-archive-keyring，"
        "或用 YINGDA_DEBIAN_MIRROR 换一个镜像站。",
        "The signature of {mirror} cannot be checked with the keys on this machine, and nothing was fetched. "
        "Upgrade the package debian-archive-keyring, or name another mirror with YINGDA_DEBIAN_MIRROR.",
    )


class NotThisMachine(NotToBeHad):
    code = "pbx.not_this_machine"


class Unreachable(NotToBeHad):
    """apt could not fetch; `why` is what it said."""

    code = "pbx.unreachable"
    sentence = say(
        "下载 Asterisk 失败：{why}。请检查网络，或用 YINGDA_DEBIAN_MIRROR 指定镜像站，然后重新启动。",
        "Asterisk could not be fetched: {why}. Check the network, or name a mirror with YINGDA_DEBIAN_MIRROR, "
        "and start again.",
    )


class DoesNotRun(NotToBeHad):
    """What was fetched does not run here."""

    code = "pbx.does_not_run"
    sentence = say(
        "取得的 Asterisk 在这里无法运行：{why}。请安装 Asterisk 20 或更新版本，或用 YINGDA_ARI_URL 指定已有的一台。",
        "The Asterisk that was fetched does not run here: {why}. Install Asterisk 20 or newer, or name one with "
        "YINGDA_ARI_URL.",
    )
