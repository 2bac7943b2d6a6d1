"""Sizes of STYLE: a longer function or file is a sign that two things live in one room."""

from statistics import quantiles

from tests.architecture.source import FEATURES, OTHERS, body_length, modules

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
MOSTLY_FUNCTION = 25
MOSTLY_FILE = 250


def test_no_function_is_too_long() -> None:
    wrong = [
        f"{module.name}.{function.name}: {body_length(function)}"
        for module in modules(*FEATURES, *OTHERS)
        for function in module.functions()
        if body_length(function) > LONGEST_FUNCTION
    ]
    assert wrong == []


def test_no_file_is_too_long() -> None:
    wrong = [
        f"{module.name}: {module.lines}"
        for module in modules(*FEATURES, *OTHERS)
        if module.lines > LONGEST_FILE
    ]
    assert wrong == []


def test_nine_in_ten_are_short() -> None:
    program = modules(*FEATURES)
    functions = [body_length(function) for module in program for function in module.functions()]
    assert quantiles(functions, n=10)[8] <= MOSTLY_FUNCTION
    assert quantiles([module.lines for module in program], n=10)[8] <= MOSTLY_FILE
