from datetime import timedelta

from django.apps import AppConfig


class Jobs(AppConfig):
    name = "yingda.jobs"
    label = "jobs"

    def ready(self) -> None:
        from yingda.jobs.pruning import prune
        from yingda.jobs.schedules import schedule

        schedule("jobs.prune", timedelta(days=1), prune)
