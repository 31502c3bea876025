"""Management commands without waiting for Django: a process that has loaded it once forks for each command.

`python -m tests.races.zygote SOCKET` loads the portal with the environment it was given. Each connection sends one JSON line
{"arguments", "name"}: the command and the name of the database (a file, or one of the server's). The answer is {"code", "out", "err"}.
A child is a process of its own, with connections of its own: races between them are as real as between others.
"""

import contextlib
import importlib
import io
import json
import os
import random
import signal
import socket
import sys
import traceback
from pathlib import Path

_SCENES = (
    "tests.races.scene",
    "tests.races.gate_scene",
    "tests.races.merging",
    "tests.races.draw_scene",
    "tests.races.group_scene",
    "tests.races.mailing_scene",
    "tests.races.swap_scene",
    "tests.races.storm",
    "tests.races.locks",
    "tests.races.register_scene",
    "tests.races.case_scene",
    "tests.races.office_scene",
    "tests.races.desk_scene",
    "tests.races.finding_scene",
)


def main(path: str) -> None:
    import django
    from django.urls import get_resolver

    django.setup()
    for name in _SCENES:
        importlib.import_module(name)
    _ = get_resolver().url_patterns
    # Nobody waits for the children: the system takes them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        half = Path(f"{path}.new")
        door.bind(str(half))
        door.listen(64)
        # Whoever sees the socket finds somebody listening.
        half.rename(path)
        while True:
            caller, _address = door.accept()
            if os.fork() == 0:
                door.close()
                _serve(caller)
                os._exit(0)
            caller.close()


def _serve(caller: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Else all children would draw the same numbers.
    random.seed()
    asked = json.loads(caller.makefile().readline())
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            _run(asked["name"], asked["arguments"])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            code = 1
            traceback.print_exc()
    caller.sendall(json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()}).encode())
    caller.close()


def _run(name: str, arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line
    from django.db import connections

    # No connection was opened before the fork; this one goes to the database of the test.
    connections.settings["default"]["NAME"] = name
    execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    main(sys.argv[1])
