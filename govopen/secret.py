"""The installation's secret key, made once."""

import os
import secrets
from pathlib import Path


def secret_key(path: Path) -> str:
    """The key kept in ``path``; written on first use, readable by its owner only."""
    try:
        # O_EXCL: of several processes that start together one writes, the others read.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
