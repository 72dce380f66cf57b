"""A real PostgreSQL whose one database is brought back to how it was before each run."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.servers import Postgres

NAME, SAVED = "faults", "faults_saved"


class Database:
    """One database of a server that goes on while those who write to it are killed."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._again(NAME, "template0")
        self.uri = server.uri.replace("/postgres?", f"/{NAME}?")

    def clear(self) -> None:
        """Begin with nothing."""
        self._again(NAME, "template0")

    def save(self) -> None:
        """Keep it as it is now."""
        self._again(SAVED, NAME)

    def restore(self) -> None:
        """Bring back what was kept, whoever is still connected."""
        self._again(NAME, SAVED)

    def _again(self, name: str, template: str) -> None:
        with psycopg.connect(self._server.uri, autocommit=True) as connection:
            for other in {name, template} - {"template0"}:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (other,)
                )
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())


@contextmanager
def database() -> Iterator[Database]:
    """Start a server, and remove it in the end."""
    server = Postgres()
    try:
        yield Database(server)
    finally:
        server.remove()
