"""`python -m yingda` is the same as `yingda`."""

from yingda.cli import main

main()
