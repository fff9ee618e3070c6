"""A process that matches and stops midway, its transaction open, to be killed there."""

import time

import django


def main() -> None:
    django.setup()
    from yingda.lib.times import now
    from yingda.routing import matching

    real = matching.make_offer

    def stall(*args):
        real(*args)
        print("midway", flush=True)
        time.sleep(60)

    matching.make_offer = stall
    matching.match_once(now())


if __name__ == "__main__":
    main()
