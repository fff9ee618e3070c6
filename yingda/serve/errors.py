"""Why a process does not start."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class AlreadyServing(Refusal):
    code = "serve.already"
    sentence = say(
        "数据文件夹 {folder} 已由另一个 yingda serve（进程 {process}）使用。"
        "请先停止它，或用 YINGDA_DATA 指定另一个文件夹。",
        "Another yingda serve (process {process}) uses the data folder {folder}. "
        "Stop it first, or choose another folder with YINGDA_DATA.",
    )


class PortTaken(Refusal):
    code = "serve.port"
    sentence = say(
        "端口 {port}（{host}）已被别的程序占用。请停止那个程序，或用 --port 另选端口。",
        "Port {port} on {host} is taken by another program. Stop that program, or choose another port with --port.",
    )


class NoSuchAddress(Refusal):
    code = "serve.address"
    sentence = say("不能监听 {host}:{port}：{why}", "Cannot listen on {host}:{port}: {why}")
