"""PDF as people send them, and some that only pretend."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

SECRET = "Written in the kitchen of the third ward"


def _written(paper: pikepdf.Pdf, **how: object) -> bytes:
    written = io.BytesIO()
    paper.save(written, **how)  # type: ignore[arg-type]  # options of the library
    return written.getvalue()


def _action(kind: str, **more: object) -> Dictionary:
    return Dictionary({"/S": Name(kind)} | {f"/{name}": value for name, value in more.items()})


def a_pdf(pages: int = 1, *, harmful: bool = False) -> bytes:
    """A paper with its author's name; a harmful one also runs, opens and carries something."""
    paper = pikepdf.new()
    for _ in range(pages):
        paper.add_blank_page()
    paper.docinfo["/Author"] = SECRET
    if harmful:
        script = _action("/JavaScript", JS=String("app.alert(1)"))
        paper.Root.OpenAction = script
        paper.Root.AA = Dictionary(WC=script)
        paper.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        paper.attachments["payload.exe"] = b"MZ"
        where = Array([0, 0, 10, 10])
        page = paper.pages[0].obj
        page.Annots = Array(
            paper.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=where, A=action))
            for kind, action in (
                ("/Link", _action("/URI", URI=String("https://vendor.example/"), Next=script)),
                ("/Link", _action("/Launch", F=String("payload.exe"))),
                ("/FileAttachment", script),
            )
        )
    return _written(paper)


def a_locked_pdf() -> bytes:
    """A paper that opens with a password alone."""
    paper = pikepdf.new()
    paper.add_blank_page()
    return _written(paper, encryption=pikepdf.Encryption(owner="owner", user="user"))


def a_pdf_bomb(gigabytes: int = 2) -> bytes:
    """A small paper with an object stream that unpacks to gigabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(gigabytes * 1024)) + packer.flush()
    objects = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [5 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /ObjStm /N 1 /First 10 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n",
    ]
    body, offsets = b"%PDF-1.7\n", []
    for one in objects:
        offsets.append(len(body))
        body += one
    index = bytearray()
    for kind, place, number in (
        (0, 0, 0),
        *((1, offset, 0) for offset in offsets),
        (1, len(body), 0),
        (2, 3, 0),
    ):
        index += bytes([kind]) + place.to_bytes(6, "big") + bytes([number])
    table = b"4 0 obj\n<< /Type /XRef /Size 6 /W [1 6 1] /Root 1 0 R /Length %d >>\nstream\n" % len(index)
    start = len(body)
    return body + table + bytes(index) + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
