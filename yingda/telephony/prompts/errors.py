"""What is refused when an announcement is replaced, and the way out."""

from yingda.lib.errors import NotFound, Refusal
from yingda.lib.say import say


class NoSuchPrompt(NotFound):
    code = "prompt.unknown"
    sentence = say("没有名为“{key}”的提示音。", "There is no announcement {key}.")


class BadRecording(Refusal):
    """`why` says what is wrong with the upload and what to do."""

    status = 422
    code = "prompt.bad_recording"
    sentence = say("录音“{name}”不能使用：{why}", "The recording {name} cannot be used: {why}")


TOO_LARGE = say("文件超过 {most} MB，请截短或转为 MP3 再传。", "it is larger than {most} MB; cut it or save it as MP3.")
UNREADABLE = say(
    "无法读取，请另存为 WAV、MP3、OGG 或 FLAC 后再传（不支持 M4A）。",
    "it cannot be read; save it as WAV, MP3, OGG or FLAC (M4A is not read).",
)
SILENT = say("里面没有声音，请检查麦克风后重录。", "there is no sound in it; check the microphone and record again.")
TOO_LONG = say(
    "长 {seconds} 秒，最多 {most} 秒，请分开录制或说得简短些。",
    "it lasts {seconds} s and may last {most} s; say it in fewer words.",
)
