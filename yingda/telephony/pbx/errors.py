"""Why the exchange does not start."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class DoesNotStart(Refusal):
    """Asterisk ended while it was starting; `why` are its last words."""

    status = 503
    code = "pbx.does_not_start"
    sentence = say(
        "Asterisk 启动失败：{why}（详见数据文件夹中的 pbx/log）",
        "Asterisk does not start: {why} (see pbx/log in the data folder)",
    )


class AlreadyKept(Refusal):
    code = "pbx.already"
    sentence = say(
        "数据文件夹 {folder} 的电话交换机已由另一个进程看管。",
        "Another process looks after the exchange in the data folder {folder}.",
    )


class PortTaken(Refusal):
    code = "pbx.port"
    sentence = say(
        "{variable} 指定的端口 {port}（{host}）已被别的程序占用。请停止那个程序，或换一个端口。",
        "Port {port} on {host}, which {variable} names, is taken by another program. Stop that program, or choose "
        "another port.",
    )
