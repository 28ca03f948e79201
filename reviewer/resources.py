"""Where the data files are, and how they are read: YAML by its safe C loader, faults told by file, line, column."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from reviewer import guard
from reviewer.errors import ConfigError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Model = TypeVar("Model", bound=BaseModel)


def root() -> Path:
    """The folder that holds `rules/` and `prompts/`: the checkout, or the bundled copy in an installed wheel."""
    here = Path(__file__).resolve().parent
    checkout = here.parent
    if (checkout / "rules" / "forms").is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout
    return here / "_bundled"


def rules_dir() -> Path:
    return root() / "rules"


def prompts_dir() -> Path:
    return root() / "prompts"


def read_text(path: Path) -> str:
    """The text of a data file. Raises ConfigError (C-FILE, C-YAML)."""
    return _text(path)


def read_yaml(path: Path, *, foreign: bool = False) -> Any:
    """Parse one YAML file. Raises ConfigError (code C-YAML) with file, line, column and the lines around.

    `foreign`: a file that did not come with the program; it is bounded in size and looked over first.
    """
    text = _text(path, guard.BYTES if foreign else None)
    try:
        refused = guard.refusal(text) if foreign else None
    except yaml.YAMLError:  # no YAML: told below, with its place
        refused = None
    if refused is not None:
        raise _config_error(path, text, refused.line, refused.column, refused.problem)
    return read_yaml_part(path, text, 0)


def read_yaml_part(path: Path, part: str, before: int) -> Any:
    """Parse the YAML `part` of a file that has `before` lines above it. Raises ConfigError (C-YAML)."""
    try:
        return yaml.load(part, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise fault_at(path, before + line, column, error.problem or "") from error
    except yaml.YAMLError as error:
        line, column = _odd_character(part)
        raise fault_at(path, before + line, column, type(error).__name__) from error
    except ValueError as error:  # a date or number that none is
        raise fault_at(path, before + 1, 1, str(error)) from error


def _text(path: Path, most: int | None = None) -> str:
    """Raises ConfigError (C-FILE, C-YAML)."""
    try:
        with path.open("rb") as file:
            data = file.read() if most is None else file.read(most + 1)
    except OSError as error:
        raise ConfigError("C-FILE", file=path.name, problem=type(error).__name__) from error
    if most is not None and len(data) > most:
        raise ConfigError("C-LARGE", file=path.name, limit=most // 1024)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise _config_error(path, data.decode("utf-8", "replace"), line, column, "not UTF-8") from error


def _odd_character(text: str) -> tuple[int, int]:
    """Line and column of the first character that YAML does not allow."""
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    at = found.start() if found else 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def read_model(path: Path, model: type[Model]) -> Model:
    """Parse a YAML file into a pydantic model. Raises ConfigError pointing at the value that does not fit."""
    data = read_yaml(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise refused(path, (), error) from error


def refused(path: Path, where: tuple[int | str, ...], error: ValidationError) -> ConfigError:
    """The ConfigError of a value under the key path `where` that does not fit its model."""
    return fault(path, (*where, *_first(error)["loc"]), problem(error))


def fault(path: Path, where: tuple[int | str, ...], problem: str) -> ConfigError:
    """The ConfigError (C-YAML) that points at the value under the key path `where` of a data file."""
    return fault_at(path, *locate(path, where), problem)


def fault_at(path: Path, line: int, column: int, problem: str) -> ConfigError:
    """The ConfigError (C-YAML) that points at a line and column (from 1) of a data file."""
    return _config_error(path, _text(path), line, column, problem)


def locate(path: Path, where: tuple[int | str, ...]) -> tuple[int, int]:
    """Line and column (from 1) of the value at the key path `where`, or of its nearest parent that exists."""
    return locate_in(_text(path), where)


def locate_in(text: str, where: tuple[int | str, ...]) -> tuple[int, int]:
    """The same in a YAML text."""
    node: Any = yaml.compose(text, Loader=_Loader)  # as it was read: the loader in Python differs in places
    mark = node.start_mark if node is not None else None
    for part in where:
        child = _child(node, part)
        if child is None:
            break
        node, mark = child, child.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _child(node: Any, part: int | str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None


def _config_error(path: Path, text: str, line: int, column: int, problem: str) -> ConfigError:
    lines = text.splitlines()
    first = max(0, line - 3)
    shown = [f"{number + 1:>5} | {lines[number][:160]}" for number in range(first, min(len(lines), line + 2))]
    said = problem if path == _faults_path() else translated(problem)
    return ConfigError("C-YAML", file=path.name, line=line, column=column, problem=said, excerpt="\n".join(shown))


def _faults_path() -> Path:
    return rules_dir() / "words" / "faults.yaml"


@cache
def _faults() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Sentences by the kind of a model's complaint, and by the pattern of a loader's or a rule kind's."""
    data = read_yaml(_faults_path())
    return data["types"], tuple((re.compile(one["pattern"], re.DOTALL), one["says"]) for one in data["sentences"])


def translated(problem: str) -> str:
    """What a loader or a kind of rule complains of, in the words of rules/words/faults.yaml; else as it is."""
    for pattern, says in _faults()[1]:
        match = pattern.fullmatch(problem)
        if match is not None:
            return says.format_map({name: value or "" for name, value in match.groupdict().items()})
    return problem


def problem(error: ValidationError) -> str:
    """The first complaint of a model as a Chinese sentence that names the key; a misspelt key goes first."""
    first = _first(error)
    kind, context = first["type"], first.get("ctx", {})
    names = [str(part) for part in first["loc"] if isinstance(part, str)]
    said = translated(str(context["error"])) if "error" in context else first["msg"]
    values = {name: str(value) for name, value in context.items()}
    values["expected"] = re.sub(r"', | or ", "、", values.get("expected", "")).replace("'", "")
    template = _faults()[0].get(kind, _faults()[0]["other"])
    return template.format_map({**values, "where": names[-1] if names else "", "said": said})


def _first(error: ValidationError) -> Any:
    found: Any = error.errors()
    return next((one for one in found if one["type"] == "extra_forbidden"), found[0])


@cache
def messages() -> dict[str, str]:
    """Chinese sentence templates by code, from rules/messages.yaml."""
    data = read_yaml(rules_dir() / "messages.yaml")
    return {str(code): str(sentence) for code, sentence in data.items()}


def sentence(code: str, **values: object) -> str:
    """The Chinese sentence of a code with its values filled in; an unknown code is a fault of ours (KeyError)."""
    return messages()[code].format_map({name: str(value) for name, value in values.items()})
