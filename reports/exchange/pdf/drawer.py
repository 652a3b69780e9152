"""The process that draws a PDF: started by its path and importing nothing of ours, so that it is at work at once.

The file comes on standard input; ``sizes`` answers JSON, ``picture PAGE WIDTH`` a PNG.
"""

import json
import sys
from io import BytesIO

MEMORY = 600 * 1024 * 1024  # bytes


def main() -> None:
    _limit()
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), sys.argv[1:]))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the time limit must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answer(data: bytes, question: list[str]) -> bytes:
    # Only now, within the limits: what reads the file.
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        if question[0] == "sizes":
            return json.dumps([document.get_page_size(index) for index in range(len(document))]).encode()
        page = document[int(question[1]) - 1]
        picture = page.render(scale=int(question[2]) / page.get_width()).to_pil()
        drawn = BytesIO()
        picture.save(drawn, "PNG")
        return drawn.getvalue()


if __name__ == "__main__":
    main()
