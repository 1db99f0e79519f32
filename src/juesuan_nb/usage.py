"""Command line help and usage errors in Chinese, on top of click."""

import sys
from collections.abc import Sequence

import click

from juesuan_nb.errors import JuesuanError, UsageError

USAGE_ERROR, INTERRUPTED = 2, 130


class ChineseCommand(click.Command):
    """A command whose help is in Chinese throughout."""

    def __init__(self, *args: object, **attributes: object) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]"} | attributes)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl([(names, _HELP.get(text, text)) for names, text in records])


class ChineseGroup(ChineseCommand, click.Group):
    """The commands; as the outermost one it turns every error into one Chinese message and an exit code."""

    def __init__(self, *args: object, **attributes: object) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 …"} | attributes)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(200)) for name in self.commands])
        super().format_options(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in self.commands:
            raise UsageError(f"没有命令“{cmd_name}”，可用：{'、'.join(self.commands)}。用 juesuan --help 查看说明。")
        return self.commands[cmd_name]

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: object) -> None:
        try:
            code = super().main(args, prog_name, **extra | {"standalone_mode": False})
        except JuesuanError as error:
            code = _refuse(str(error), error.exit_code)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "juesuan"
            code = _refuse(f"{_explain(error)}。用 {path} --help 查看用法。", USAGE_ERROR)
        except click.ClickException as error:
            code = _refuse(error.format_message(), USAGE_ERROR)
        except click.Abort:
            code = _refuse("已中断。", INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)


_HELP = {"Show this message and exit.": "显示帮助。"}


def _refuse(message: str, code: int) -> int:
    click.echo(f"错误：{message}", err=True)
    return code


def _explain(error: click.UsageError) -> str:
    """What is wrong, in Chinese, for the errors of click that a person meets."""
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {error.param.human_readable_name if error.param else ''}"
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        return f"{error.param.opts[0]} 的值不对，可用：{'、'.join(error.param.type.choices)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少值"
    if error.message.startswith("Got unexpected extra"):
        return "多出了不认识的参数"
    return f"用法不对（{error.format_message().rstrip('.')}）"
