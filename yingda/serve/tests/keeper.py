"""A supervisor as a process of its own: `python -m yingda.serve.tests.keeper BEHAVIOUR:FILE …`."""

import sys

from yingda.serve import supervisor

ACTOR = (sys.executable, "-m", "yingda.serve.tests.actor")

if __name__ == "__main__":
    supervisor.DRAIN_SECONDS = 2
    children = [supervisor.Child(tuple(word.split(":", 1))) for word in sys.argv[1:]]
    sys.exit(supervisor.Supervisor(children, program=ACTOR).run())
