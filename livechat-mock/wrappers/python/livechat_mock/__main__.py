"""Runs the program with the same arguments."""

import os
import subprocess
import sys

from . import program


def main() -> None:
    command = [program(), *sys.argv[1:]]
    if os.name == "nt":
        # There, a process that executes another one ends at once, and its caller would not wait.
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
