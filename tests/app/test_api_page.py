"""The page about the API names operations as they are."""

import re
from pathlib import Path

import httpx

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
_ROW = re.compile(r"^\| `(\w+)` \| (GET|POST|PUT|PATCH|DELETE) (/\S+) \|$", re.MULTILINE)


async def test_every_operation_in_the_list_stands_under_its_method_and_path(
    client: httpx.AsyncClient,
) -> None:
    paths = (await client.get("/schema/openapi.json")).json()["paths"]
    real = {
        (operation["operationId"], method.upper(), path.removeprefix("/api/v1"))
        for path, methods in paths.items()
        for method, operation in methods.items()
        if path.startswith("/api/v1/")
    }
    listed = set(_ROW.findall(PAGE.read_text(encoding="utf-8")))
    assert len(listed) > 100
    assert listed - real == set()
