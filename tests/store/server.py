"""A PostgreSQL server of the tests' own, on a socket in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

SERVER_USER = "postgres"


def programs() -> Path | None:
    """The folder of the newest server programs on this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class Server:
    """A running server; `stop` removes all of it."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        # A socket's path may have 107 bytes at most, which a test's own folder would exceed.
        self._folder = Path(tempfile.mkdtemp(prefix="bwcpg"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, SERVER_USER)
        self._data = self._folder / "data"
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", SERVER_USER, "-E", "UTF8", "--no-sync")
        self._start()

    def url(self, user: str = SERVER_USER, database: str = "postgres") -> str:
        """The address of the server's database."""
        return f"postgresql://{user}@/{database}?host={self._folder}"

    def emptied(self) -> str:
        """The address of the server's one database, with nothing in it."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url()

    def restart(self) -> None:
        """Stop the server, cutting all connections, and start it again."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        self._run("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder)

    def _start(self) -> None:
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-w", "-o", options, "start")

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self._binaries / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--clear-groups", *command]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        subprocess.run(command, check=True, capture_output=True, cwd="/", env=environment)
