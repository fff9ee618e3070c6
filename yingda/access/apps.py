from django.apps import AppConfig


class Access(AppConfig):
    name = "yingda.access"
    label = "access"

    def ready(self) -> None:
        from yingda.access import streams, tidying
        from yingda.jobs.schedules import schedule

        streams.register()
        schedule("access.tidy", tidying.EVERY, tidying.tidy)
