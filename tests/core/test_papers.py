"""PDF is read in a process with little memory; what is no paper ends that process and nothing else."""

import resource

import pytest

from core.errors import Invalid
from core.papers import paper_from
from tests.papers import SECRET, a_pdf, a_pdf_bomb


async def test_a_paper_is_written_anew() -> None:
    paper = await paper_from(a_pdf(pages=3))
    assert paper.pages == 3
    assert paper.content.startswith(b"%PDF-")
    assert SECRET.encode() not in paper.content


async def test_a_bomb_is_refused_and_costs_this_process_nothing() -> None:
    bomb = a_pdf_bomb()
    assert len(bomb) < 10 * 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid) as refused:
        await paper_from(bomb)
    assert refused.value.reason == "paper-unreadable"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"%PDF-1.7\n" + b"\x00" * 5000, a_pdf()[:200]])
async def test_what_is_no_paper_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        await paper_from(content)
