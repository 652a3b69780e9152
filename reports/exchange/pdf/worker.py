"""The process that opens a PDF: it may be stopped, run out of memory or die of the file without harm to the server.

The file comes on standard input; standard output has the pages or the reason for refusing them as JSON.
"""

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

MOST_PAGES = 200
_MOST_LETTERS = 400_000
_FEW_LETTERS = 20  # on a page whose text is not its own
_SCANNED = 0.5  # share of the page from which on a picture is the page
_UNENCODED = 0.1  # share of letters without a code from which on a text cannot be read
MEMORY, SECONDS = 500 * 1024 * 1024, 4

ENCRYPTED = "这个PDF文件设有打开密码，无法读取：请用PDF软件去掉密码、另存后再导入"
TOO_MANY_PAGES = f"这个PDF文件超过{MOST_PAGES}页，不像是一份年度报告：请只保留年度报告的页面后再导入"
TOO_LARGE = "这个PDF文件的内容太多，不像是一份年度报告：请只保留年度报告的页面后再导入"
SCANNED = "这个PDF是扫描件，页面是图片，里面的数字不能可靠读取：请改用原来的Word、Excel文件，或者有文字的PDF、网页"
UNENCODED = "这个PDF里的文字没有编码信息，读出来是乱码：请改用原来的Word、Excel文件，或者从Word重新导出PDF"
EMPTY = "这个PDF里没有文字，也没有表格：请确认选对了文件"
DAMAGED = "这个PDF文件已经损坏，无法打开：请重新下载或重新导出后再导入"


def main() -> None:
    _limit()
    # Only now, within the limits: what reads the file.
    from .page import as_plain

    answer: dict[str, Any] = {"pages": []}
    for page in _pages(sys.stdin.buffer.read()):
        if isinstance(page, str):
            answer = {"refused": page}
            break
        answer["pages"].append(as_plain(page))
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the parent's time limit must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def _pages(data: bytes) -> Iterator[Any]:
    """The pages, or the reason for refusing the file as the last one."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    from .drawn import drawing
    from .page import Page
    from .seen import seen

    try:
        file = pdfplumber.open(BytesIO(data), pages=list(range(1, MOST_PAGES + 2)))
        pages = file.pages
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        yield ENCRYPTED if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) else DAMAGED
        return
    if len(pages) > MOST_PAGES:
        yield TOO_MANY_PAGES
        return
    letters, unencoded, unseen = 0, 0, 0
    scanned: list[bool] = []
    for page in pages:
        drawn = drawing(page)
        visible = [letter for letter in drawn.letters if not letter.is_space]
        letters += len(visible)
        unseen += drawn.unseen
        unencoded += sum(_has_no_code(letter.text) for letter in visible)
        scanned.append(drawn.pictures >= _SCANNED and (len(visible) < _FEW_LETTERS or drawn.unseen > len(visible) / 2))
        if letters > _MOST_LETTERS:
            yield TOO_LARGE
            return
        yield (
            Page(page.page_number, drawn.width, drawn.height, (), (), drawn.pictures, scanned=True)
            if scanned[-1]
            else seen(page.page_number, drawn)
        )
        page.close()
    if all(scanned) or (not letters and unseen):
        yield SCANNED
    elif not letters:
        yield EMPTY
    elif unencoded > _UNENCODED * letters:
        yield UNENCODED


def _has_no_code(text: str) -> bool:
    return text.startswith("(cid:") or "\ue000" <= text[:1] <= "\uf8ff" or text[:1] in ("\ufffd", "\x00")


if __name__ == "__main__":
    main()
