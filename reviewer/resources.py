"""Where the data files are, and how they are read: YAML by its safe C loader, faults told by file, line, column."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

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
    """The text of a data file. Raises ConfigError (C-FILE)."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("C-FILE", file=path.name, problem=type(error).__name__) from error


def read_yaml(path: Path) -> Any:
    """Parse one YAML file. Raises ConfigError (code C-YAML) with file, line, column and the lines around."""
    return read_yaml_part(path, read_text(path), 0)


def read_yaml_part(path: Path, part: str, before: int) -> Any:
    """Parse the YAML `part` of a file that has `before` lines above it. Raises ConfigError (C-YAML)."""
    try:
        return yaml.load(part, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise fault_at(path, before + line, column, error.problem or "") from error
    except yaml.YAMLError as error:
        raise fault_at(path, before + 1, 1, type(error).__name__) from error


def read_model(path: Path, model: type[Model]) -> Model:
    """Parse a YAML file into a pydantic model. Raises ConfigError pointing at the value that does not fit."""
    data = read_yaml(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        line, column = locate(path, first["loc"])
        problem = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise _config_error(path, path.read_text("utf-8"), line, column, problem) from error


def fault(path: Path, where: tuple[int | str, ...], problem: str) -> ConfigError:
    """The ConfigError (C-YAML) that points at the value under the key path `where` of a data file."""
    return fault_at(path, *locate(path, where), problem)


def fault_at(path: Path, line: int, column: int, problem: str) -> ConfigError:
    """The ConfigError (C-YAML) that points at a line and column (from 1) of a data file."""
    return _config_error(path, path.read_text("utf-8"), line, column, problem)


def locate(path: Path, where: tuple[int | str, ...]) -> tuple[int, int]:
    """Line and column (from 1) of the value at the key path `where`, or of its nearest parent that exists."""
    return locate_in(path.read_text("utf-8"), where)


def locate_in(text: str, where: tuple[int | str, ...]) -> tuple[int, int]:
    """The same in a YAML text."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
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
    excerpt = "\n".join(f"{number + 1:>5} | {lines[number]}" for number in range(first, min(len(lines), line + 2)))
    return ConfigError("C-YAML", file=path.name, line=line, column=column, problem=problem, excerpt=excerpt)


@cache
def messages() -> dict[str, str]:
    """Chinese sentence templates by code, from rules/messages.yaml."""
    data = read_yaml(rules_dir() / "messages.yaml")
    return {str(code): str(sentence) for code, sentence in data.items()}


def sentence(code: str, **values: object) -> str:
    """The Chinese sentence of a code with its values filled in; an unknown code is a fault of ours (KeyError)."""
    return messages()[code].format_map({name: str(value) for name, value in values.items()})
