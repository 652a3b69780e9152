"""What all commands share: whatever goes wrong is said in one Chinese line, and the exit code is 1."""

import re
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser, SystemCheckError

# What argparse says, as regular expressions, and how it is said here.
_SAYINGS = (
    (r"argument (.+): invalid int value: '(.*)'", "{0} 要写成整数，不能是“{1}”"),
    (r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.*)\)", "{0} 不能是“{1}”，只能是 {2}"),
    (r"argument (.+): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+): not allowed with argument (.+)", "{0} 和 {1} 不能同时用"),
    (r"argument (.+): ignored explicit argument .*", "{0} 后面不能写值"),
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (.+)", "不认识“{0}”"),
    (r"ambiguous option: (\S+) could match (.+)", "{0} 可能是 {1}，请写全"),
)


class ChineseCommand(BaseCommand):
    """Called from the command line it prints errors without a prefix; ``call_command`` gets a CommandError."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Django gives no way to choose the parser's class.
        parser.__class__ = _ChineseParser
        return parser

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except SystemCheckError:
            raise
        except CommandError as error:
            if not getattr(self, "_called_from_command_line", False) or options["traceback"]:
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)


class _ChineseParser(CommandParser):
    def error(self, message: str) -> NoReturn:
        sentence = f"命令的写法不对：{_in_chinese(message)}。写法见 --help。"
        if not self.called_from_command_line:
            raise CommandError(sentence)
        sys.stderr.write(f"{sentence}\n")
        sys.exit(1)


def _in_chinese(message: str) -> str:
    for pattern, saying in _SAYINGS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            parts = (" ".join(part.split()).replace("'", "").replace(", ", "、") for part in match.groups())
            return saying.format(*parts)
    return "参数有误"


def reason(error: OSError) -> str:
    """Why a file cannot be opened or written."""
    match error:
        case FileNotFoundError():
            return "没有这个文件或文件夹"
        case IsADirectoryError():
            return "这是一个文件夹"
        case NotADirectoryError():
            return "路径中有一段不是文件夹"
        case PermissionError():
            return "没有权限"
        case _:
            return f"系统错误 {error.errno}"
