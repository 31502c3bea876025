"""nginx as the shared cache in front of a server, obeying the portal's own Cache-Control."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.races.server import Server, free_port

_CONFIGURATION = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  proxy_cache_path {folder}/cache keys_zone=pages:10m;
  {temporary}
  upstream portal {{ server 127.0.0.1:{behind}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    proxy_cache pages; proxy_cache_lock on; proxy_cache_use_stale updating;
    location / {{ proxy_pass http://portal; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host:{behind}; }}
  }}
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def _program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def available() -> bool:
    return _program() is not None


@contextlib.contextmanager
def in_front_of(server: Server, folder: Path) -> Iterator[Server]:
    """Run nginx until the block ends; its `cpu_seconds` are its own, not the portal's."""
    # One for each run: databases and ports differ.
    home = Path(tempfile.mkdtemp(prefix="nginx-", dir=folder))
    home.chmod(0o755)
    port = free_port()
    temporary = " ".join(f"{name}_temp_path {home}/{name};" for name in _TEMPORARY)
    configuration = home / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=home, temporary=temporary, behind=server.port, port=port))
    process = subprocess.Popen([_program() or "", "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield Server(port, process.pid, home / "error.log")
    finally:
        process.terminate()
        process.wait(timeout=10)
