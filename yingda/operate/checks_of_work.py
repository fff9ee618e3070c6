"""What the doctor looks at in the running house: is the clock alive, do rules fail, are jobs done."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yingda.jobs.models import Heartbeat
from yingda.journal.models import Fact
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate.findings import Finding, green, red, yellow
from yingda.promises import facts as promises
from yingda.promises.models import Beat, Promise
from yingda.standard import versions
from yingda.standard.errors import NoStandard
from yingda.telephony.models import Recording
from yingda.telephony.recordings.words import FAILURES

BELIEVED = timedelta(seconds=30)
OVERDUE = timedelta(seconds=10)
LATELY = timedelta(days=1)
LATE = timedelta(hours=1)
START = say("请运行 yingda serve（或 yingda {process}）。", "Run yingda serve (or yingda {process}).")


def start(process: str):
    return say(START("zh", process=process), START("en", process=process))


def standard_is_in_force() -> Iterator[Finding]:
    try:
        standard = versions.in_force(None, now())
    except NoStandard as error:
        yield red(say(error.say("zh"), error.say("en")), start("serve"))
    else:
        number = standard.number
        yield green(say(f"服务标准第 {number} 版生效中。", f"Version {number} of the standard is in force."))


def clock_is_alive() -> Iterator[Finding]:
    at = now()
    if Beat.objects.filter(at__gte=at - BELIEVED).exists():
        yield green(say("时钟在走。", "The clock is running."))
    elif waiting := Promise.objects.filter(wake__lt=at - OVERDUE).count():
        yield red(
            say(f"时钟停了，{waiting} 项承诺到点无人理会。", f"No clock is running, and {waiting} promises are due."),
            start("clock"),
        )
    else:
        yield yellow(say("时钟没有运行。", "No clock is running."), start("clock"))


def rules_hold() -> Iterator[Finding]:
    failed = Fact.objects.filter(name=promises.RULE_FAILED.name, recorded__gte=now() - LATELY)
    for rule, error in sorted({(fact.data.get("rule"), fact.data.get("error")) for fact in failed}):
        yield red(
            say(f"规则 {rule} 在过去一天执行出错：{error}", f"Rule {rule} failed within the last day: {error}"),
            say(
                "请查看日志中的“rule.failed”，用 yingda standard check 检查标准。",
                "Look for rule.failed in the log, and check the standard with yingda standard check.",
            ),
        )
    if stuck := Promise.objects.filter(failures__gt=0).count():
        yield red(
            say(f"{stuck} 项承诺无法判定，时钟会再试。", f"{stuck} promises cannot be judged; the clock tries again."),
            say("请查看时钟进程的日志。", "Look at the log of the clock process."),
        )


def jobs_are_done() -> Iterator[Finding]:
    at = now()
    if not Heartbeat.objects.filter(kind="jobs").alive(at).exists():
        yield yellow(say("后台任务进程没有运行。", "No jobs process is running."), start("jobs"))
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=at - LATELY)
    for path, error in sorted(set(failed.order_by().values_list("task_path", "exception_class_path"))):
        yield yellow(
            say(f"后台任务 {path} 失败：{error}", f"The job {path} failed: {error}"),
            say("细节在任务进程的日志中。", "The log of the jobs process has the details."),
        )


def recordings_are_kept() -> Iterator[Finding]:
    failed = Recording.objects.filter(state=Recording.State.FAILED).order_by()
    for failure, number in failed.values_list("failure").annotate(Count("pk")).order_by("failure"):
        why = FAILURES.get(failure, say(failure, failure))
        yield red(
            say(f"{number} 份录音没有保存下来：{why('zh')}。", f"{number} recordings were not kept: {why('en')}."),
            say(
                "交换机的文件仍在其录音文件夹中；处理后请运行 yingda recordings retry。",
                "The exchange's files are still in its folder: see to them, then run yingda recordings retry.",
            ),
        )
    if late := Recording.objects.filter(state=Recording.State.ARRIVING, ended__lt=now() - LATE).count():
        yield yellow(
            say(f"{late} 份录音一小时后仍未归档。", f"{late} recordings have not been kept after an hour."),
            say(
                "请查看任务进程的日志，以及交换机是否在运行。",
                "Look at the log of the jobs process, and whether the exchange is running.",
            ),
        )


WORK = (standard_is_in_force, clock_is_alive, rules_hold, jobs_are_done, recordings_are_kept)
