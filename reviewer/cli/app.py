"""The commands and their options; what they do stands in the modules beside this one, imported when called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.season_app import register_app, season_app
from reviewer.cli.words import CallError, complain, words
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.isolate import Host

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False}
app = typer.Typer(help=words("app"), **_PLAIN)
users_app = typer.Typer(help=words("users", "help"), **_PLAIN)
rules_app = typer.Typer(help=words("rules", "help"), **_PLAIN)
prompts_app = typer.Typer(help=words("prompts", "help"), **_PLAIN)
app.add_typer(rules_app, name="rules")
app.add_typer(users_app, name="users")
app.add_typer(prompts_app, name="prompts")
app.add_typer(register_app, name="register")
app.add_typer(season_app, name="season")
_host: Host | None = None


def run(arguments: list[str], host: Host | None = None) -> int:
    """Run one command; its exit status. A wrong call is a Chinese sentence on standard error and 2."""
    global _host
    _host = host
    try:
        result = app(args=arguments or ["--help"], prog_name="reviewer", standalone_mode=False)
    except typer.TyperException as error:
        complain(_call_error(error))
        complain(CallError("K-HELP", command="reviewer"))
        return 2
    except ReviewerError as error:
        complain(error)
        return 2
    except typer.Abort:
        return 130
    return result if isinstance(result, int) else 0


def _call_error(error: typer.TyperException) -> CallError:
    """Typer's complaint in our words; its classes are told by name, they are not part of its public face."""
    match type(error).__name__:
        case "NoSuchOption":
            return CallError("K-OPTION", name=getattr(error, "option_name", ""))
        case "MissingParameter":
            parameter = getattr(error, "param", None)
            return CallError("K-MISSING", name=getattr(parameter, "metavar", None) or getattr(parameter, "name", ""))
        case "BadOptionUsage":
            return CallError("K-VALUE", name=getattr(error, "option_name", ""))
        case "NoArgsIsHelpError":
            return CallError("K-NO-COMMAND")
        case "UsageError" if "command" in error.message.lower():
            quoted = error.message.split("'")
            return CallError("K-COMMAND", name=quoted[1]) if len(quoted) > 2 else CallError("K-NO-COMMAND")
    return CallError("K-CALL", problem=error.format_message())


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"reviewer {version('annual-report-reviewer')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help=words("version"), callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def _option(name: str, key: str, env: str) -> Any:
    return typer.Option(name, help=words("review", key), envvar=f"REVIEWER_{env}", show_default=False)


_RULES = _option("--rules", "rules", "RULES")


@app.command(help=words("review", "help"), epilog=words("review", "exit"))
def review(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help=words("review", "files"))],
    format: Annotated[str, _option("--format", "format", "FORMAT")] = "text",
    output: Annotated[str | None, _option("--output", "output", "OUTPUT")] = None,
    previous: Annotated[str | None, _option("--previous", "previous", "PREVIOUS")] = None,
    baseline: Annotated[str | None, _option("--baseline", "baseline", "BASELINE")] = None,
    llm: Annotated[str | None, _option("--llm", "llm", "LLM")] = None,
    fail_on: Annotated[str | None, _option("--fail-on", "fail_on", "FAIL_ON")] = None,
    rules: Annotated[str | None, _RULES] = None,
    debug: Annotated[bool, _option("--debug", "debug", "DEBUG")] = False,
    show_prompts: Annotated[bool, typer.Option("--show-prompts", help=words("review", "show_prompts"))] = False,
) -> int:
    from reviewer.cli.review import Call, review_files

    call = Call(tuple(files), format, output, previous, llm, fail_on, debug, baseline, rules)
    if show_prompts:
        from reviewer.cli.prompts import show_sent

        return show_sent(call, _host)
    return review_files(call, _host)


def _batch(name: str, key: str, env: str) -> Any:
    return typer.Option(name, help=words("batch", key), envvar=f"REVIEWER_{env}", show_default=False)


@app.command(help=words("batch", "help"), epilog=words("batch", "exit"))
def batch(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=words("batch", "paths"))],
    output: Annotated[str, typer.Option("--output", metavar="DIR", help=words("batch", "output"))],
    engine: Annotated[str, _batch("--engine", "engine", "ENGINE")] = "local",
    scheduler: Annotated[str | None, _batch("--scheduler", "scheduler", "SCHEDULER")] = None,
    workers: Annotated[int | None, _batch("--workers", "workers", "WORKERS")] = None,
    resume: Annotated[bool, typer.Option("--resume", help=words("batch", "resume"))] = False,
    season: Annotated[int | None, _batch("--season", "season", "SEASON")] = None,
    label: Annotated[str | None, typer.Option("--label", help=words("batch", "label"), show_default=False)] = None,
    llm: Annotated[str | None, _option("--llm", "llm", "LLM")] = None,
    fail_on: Annotated[str | None, _option("--fail-on", "fail_on", "FAIL_ON")] = None,
    rules: Annotated[str | None, _RULES] = None,
) -> int:
    from reviewer.cli.batch import Call, run_batch

    return run_batch(Call(tuple(paths), output, engine, scheduler, workers, resume, season, label, llm, fail_on, rules))


@app.command(help=words("compare", "help"), epilog=words("compare", "exit"))
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help=words("compare", "old"))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=words("compare", "new"))],
    format: Annotated[str, typer.Option("--format", help=words("compare", "format"), show_default=False)] = "text",
    fail_on: Annotated[str | None, _option("--fail-on", "fail_on", "FAIL_ON")] = None,
    rules: Annotated[str | None, _RULES] = None,
) -> int:
    from reviewer.cli.compare import compare_files

    return compare_files(old, new, format, fail_on, rules)


@app.command(help=words("annotate", "help"), epilog=words("annotate", "exit"))
def annotate(
    file: Annotated[str, typer.Argument(metavar="FILE", help=words("annotate", "file"))],
    output: Annotated[
        str | None, typer.Option("--output", help=words("annotate", "output"), show_default=False)
    ] = None,
    previous: Annotated[str | None, _option("--previous", "previous", "PREVIOUS")] = None,
    rules: Annotated[str | None, _RULES] = None,
    debug: Annotated[bool, _option("--debug", "debug", "DEBUG")] = False,
) -> int:
    from reviewer.cli.annotate import annotate_file

    return annotate_file(file, output, previous, rules, debug, _host)


@app.command(help=words("ask", "help"), epilog=words("ask", "exit"))
def ask(
    file: Annotated[str, typer.Argument(metavar="FILE", help=words("ask", "file"))],
    question: Annotated[str, typer.Argument(metavar="QUESTION", help=words("ask", "question"))],
    previous: Annotated[str | None, _option("--previous", "previous", "PREVIOUS")] = None,
    format: Annotated[str, typer.Option("--format", help=words("ask", "format"), show_default=False)] = "text",
    llm: Annotated[str | None, _option("--llm", "llm", "LLM")] = None,
    debug: Annotated[bool, _option("--debug", "debug", "DEBUG")] = False,
) -> int:
    from reviewer.cli.ask import ask_file

    return ask_file(file, question, previous, format, llm, debug, _host)


@rules_app.command("list", help=words("rules", "list"))
def rules_list(folder: Annotated[str | None, _RULES] = None) -> int:
    from reviewer.cli import rules

    return rules.show_all(folder)


@rules_app.command("show", help=words("rules", "show"))
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="ID", help=words("rules", "id"))],
    folder: Annotated[str | None, _RULES] = None,
) -> int:
    from reviewer.cli import rules

    return rules.show_one(rule, folder)


@rules_app.command("check", help=words("rules", "check"))
def rules_check(folder: Annotated[str | None, _RULES] = None) -> int:
    from reviewer.cli import rules

    return rules.check(folder)


@rules_app.command("docs", help=words("rules", "docs"))
def rules_docs(
    folder: Annotated[str | None, _RULES] = None,
    output: Annotated[str | None, typer.Option("--output", help=words("rules", "output"), show_default=False)] = None,
) -> int:
    from reviewer.cli import rules

    return rules.docs(folder, output)


@app.command(help=words("serve", "help"), epilog=words("serve", "exit"))
def serve(
    host: Annotated[str, typer.Option("--host", help=words("serve", "host"), envvar="REVIEWER_HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=words("serve", "port"), envvar="REVIEWER_PORT")] = 7860,
    mcp: Annotated[bool, typer.Option("--mcp", help=words("serve", "mcp"), envvar="REVIEWER_MCP")] = False,
) -> int:
    from reviewer.cli.serve import start

    return start(host, port, mcp)


@users_app.command("add", help=words("users", "add"))
def users_add(
    name: Annotated[str, typer.Argument(metavar="NAME", help=words("users", "name"))],
    role: Annotated[str, typer.Option("--role", help=words("users", "role"))] = "clerk",
) -> int:
    from reviewer.cli import users

    return users.add(name, role)


@users_app.command("list", help=words("users", "list"))
def users_list() -> int:
    from reviewer.cli import users

    return users.show()


@users_app.command("remove", help=words("users", "remove"))
def users_remove(name: Annotated[str, typer.Argument(metavar="NAME", help=words("users", "name"))]) -> int:
    from reviewer.cli import users

    return users.remove(name)


@prompts_app.command("list", help=words("prompts", "list"))
def prompts_list() -> int:
    from reviewer.cli import prompts

    return prompts.show_all()


@prompts_app.command("show", help=words("prompts", "show"))
def prompts_show(prompt: Annotated[str, typer.Argument(metavar="ID", help=words("prompts", "id"))]) -> int:
    from reviewer.cli import prompts

    return prompts.show_one(prompt)


@prompts_app.command("check", help=words("prompts", "check"))
def prompts_check() -> int:
    from reviewer.cli import prompts

    return prompts.check()


@app.command(
    "eval",
    help=words("eval", "help"),
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> int:
    from reviewer.evals.run import main

    return main(context.args)
