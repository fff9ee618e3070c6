from datetime import timedelta

from django.apps import AppConfig

from yingda.journal import subscribe

LOOK_AT_THE_CALENDAR = timedelta(seconds=1)
LOOK_AT_THE_HOURS = timedelta(seconds=5)


class Promises(AppConfig):
    name = "yingda.promises"
    label = "promises"

    def ready(self):
        from yingda.contacts import steps as contact_steps
        from yingda.journal import seals
        from yingda.promises import engine, periods, present, recount, steps, tasks

        subscribe(engine.hear, None, "opens, keeps, pauses and cancels promises by the standard's rules")
        tasks.clock_task("seals", seals.EVERY, seals.seal_due)
        tasks.clock_task("calendar", LOOK_AT_THE_CALENDAR, periods.begin)
        tasks.clock_task("recount", LOOK_AT_THE_HOURS, recount.recount)
        contact_steps.extend("handle", steps.settled)
        present.register()
