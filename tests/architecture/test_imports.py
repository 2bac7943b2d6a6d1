"""Imports run downwards only (DESIGN section 1)."""

from tests.architecture.source import FEATURES, Module, modules

# What each floor may stand on, besides itself. Tables of a feature may refer to people.
MAY_IMPORT = {
    "core": set[str](),
    "directory": {"core"},
    "accounts": {"core", "directory"},
    "notifications": {"core", "directory"},
    "catalog": {"core", "directory"},
    "loans": {"core", "directory", "catalog"},
    "exhibitions": {"core", "directory", "catalog"},
    "app": set(FEATURES) | {"fixtures", "piccolo_conf"},
}
SHARED = (
    "accounts.domain",
    "accounts.limits",
    "accounts.tables",
    "notifications.calendars",
    "notifications.outbox",
    "notifications.recipients",
)

# Within a feature: the way in knows the use cases, never the other way round.
FLOORS = ("domain", "tables", "queries", "usecases")
WAYS_IN = ("forms", "pages", "api", "feeds", "documents")


def test_no_feature_imports_against_the_direction() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in modules(*FEATURES)
        for name in module.imports()
        if _is_against(module, name)
    ]
    assert wrong == []


def _is_against(module: Module, name: str) -> bool:
    target = name.split(".", maxsplit=1)[0]
    if target not in FEATURES or target == module.feature or target in MAY_IMPORT[module.feature]:
        return False
    is_shared = any(name == shared or name.startswith(shared + ".") for shared in SHARED)
    return not (is_shared and module.feature != "core")


def test_no_room_imports_a_room_above_it() -> None:
    wrong = []
    for module in modules(*FEATURES):
        room = _room(module.name)
        if room not in FLOORS:
            continue
        for name in module.imports():
            other = _room(name) if name.split(".")[0] == module.feature else None
            if other in WAYS_IN or (other in FLOORS and FLOORS.index(other) > FLOORS.index(room)):
                wrong.append(f"{module.name} imports {name}")
    assert wrong == []


def _room(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else None


def test_the_domain_is_pure() -> None:
    impure = ("asyncpg", "piccolo", "litestar", "core.db", "core.clock.now", "core.clock.today", "core.web")
    wrong = [
        f"{module.name} imports {name}"
        for module in modules(*FEATURES)
        if module.path.name == "domain.py" or module.name in ("catalog.terms", "core.calendar")
        for name in module.imports()
        if any(name == forbidden or name.startswith(forbidden + ".") for forbidden in impure)
    ]
    assert wrong == []
