"""Every error code that the program can raise has words for people."""

import ast

from app.prose import FIELD_WORDS, WORDS
from core import errors
from tests.architecture.source import FEATURES, modules

KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"UnitTaken"}


def test_every_error_code_has_words() -> None:
    assert sorted(code for code in _codes() if code not in WORDS) == []


def test_every_field_code_has_words() -> None:
    known = set(FIELD_WORDS) | set(WORDS)
    assert sorted(code for code in _field_codes() if code not in known) == []


def _raised() -> list[ast.Call]:
    return [
        node
        for module in modules(*FEATURES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS
    ]


def _codes() -> set[str]:
    declared = {
        kind.code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "code")
    }
    named = {
        argument.value
        for call in _raised()
        for argument in [*call.args[:1], *(word.value for word in call.keywords if word.arg == "code")]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return (declared | named) - {"refused"}


def _field_codes() -> set[str]:
    return {
        str(value.value)
        for call in _raised()
        for argument in call.args[:1]
        if isinstance(argument, ast.Dict)
        for value in argument.values
        if isinstance(value, ast.Constant)
    }
