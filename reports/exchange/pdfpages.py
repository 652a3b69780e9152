"""Pages of a PDF as pictures, drawn by a process of its own: a file that makes the drawing fail harms nothing else.

The process gets the file on standard input; ``sizes`` answers JSON, ``picture PAGE WIDTH`` a PNG.
"""

import json
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from .base import UnreadableFileError

WIDEST = 2400  # pixels
LONGEST = 10  # seconds
MEMORY = 600 * 1024 * 1024  # bytes
_NOT_DRAWN = "这一页画不出来：请用PDF软件打开原件对照"

_sizes: dict[bytes, list[tuple[float, float]]] = {}
_MOST_FILES = 16


def page_size(data: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page (from 1) in points, as it is seen. Raises UnreadableFileError."""
    digest = sha256(data).digest()
    sizes = _sizes.get(digest)
    if sizes is None:
        sizes = [(float(width), float(height)) for width, height in json.loads(_ask(data, "sizes"))]
        if len(_sizes) >= _MOST_FILES:
            _sizes.clear()
        _sizes[digest] = sizes
    if not 0 < page <= len(sizes):
        raise UnreadableFileError(f"这个PDF文件没有第{page}页")
    return sizes[page - 1]


def page_picture(data: bytes, page: int, width: int = 1200) -> bytes:
    """A page (from 1) as a PNG ``width`` pixels wide. Raises UnreadableFileError."""
    return _ask(data, "picture", str(page), str(min(width, WIDEST)))


def _ask(data: bytes, *question: str) -> bytes:
    try:
        answer = subprocess.run(  # noqa: S603 - this module itself; the file goes in as data
            [sys.executable, "-m", "reports.exchange.pdfpages", *question],
            input=data,
            capture_output=True,
            timeout=LONGEST,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnreadableFileError(_NOT_DRAWN) from error
    return answer.stdout


def _answer(data: bytes, question: list[str]) -> bytes:
    # Only in the process that draws: the server itself never opens the file.
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        if question[0] == "sizes":
            return json.dumps([document.get_page_size(index) for index in range(len(document))]).encode()
        page = document[int(question[1]) - 1]
        picture = page.render(scale=int(question[2]) / page.get_width()).to_pil()
        drawn = BytesIO()
        picture.save(drawn, "PNG")
        return drawn.getvalue()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the time limit must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), sys.argv[1:]))
