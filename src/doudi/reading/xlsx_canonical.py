"""Write a sheet's XML anew in the one way nearly all programs write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from doudi.reading.zip_guard import local, strict_parser

ROW_ATTRIBUTES = ("r", "hidden")
CELL_ATTRIBUTES = ("r", "s", "t")


class _Writer:
    """Writes what matters of a sheet: its head and tail, and its rows with their cells."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.out: list[str] = []
        self.skipping = 0
        self.texts: dict[str, str] = {}
        self.cell = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if self.skipping or name in {"Fallback", "extLst"}:
            self.skipping += 1
            return
        self.path.append(name)
        said = {local(key): value for key, value in attributes.items()}
        inside = "sheetData" in self.path[:-1]
        if name == "c" and inside:
            self.cell, self.texts = _tag("c", said, CELL_ATTRIBUTES), {}
        elif name == "row" and inside:
            self.out.append(f"{_tag('row', said, ROW_ATTRIBUTES)}>")
        elif name in {"v", "f", "is"} and inside:
            self.texts.setdefault(name, "")
        elif not inside:
            self.out.append(f"{_tag(name, said, tuple(said))}>")

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        name = self.path.pop()
        inside = "sheetData" in self.path
        if name == "c" and inside:
            self.out.append(self._whole_cell())
        elif name == "row" or not inside:
            self.out.append(f"</{name}>")

    def text(self, said: str) -> None:
        if self.skipping or "c" not in self.path:
            return
        place = self.path[-1]
        if place in {"v", "f"}:
            self.texts[place] = self.texts.get(place, "") + said
        elif place == "t" and "is" in self.path and "rPh" not in self.path:
            self.texts["is"] = self.texts.get("is", "") + said

    def _whole_cell(self) -> str:
        if not self.texts:
            return f"{self.cell}/>"
        body = "".join(f"<{one}>{escape(self.texts[one])}</{one}>" for one in ("f", "v") if one in self.texts)
        if "is" in self.texts:
            body += f"<is><t>{escape(self.texts['is'])}</t></is>"
        return f"{self.cell}>{body}</c>"


def _tag(name: str, said: dict[str, str], wanted: Iterable[str]) -> str:
    kept = {key: said[key] for key in wanted if key in said}
    if name == "c" and "r" in kept:
        kept["r"] = kept["r"].replace("$", "").upper()
    return f"<{name}" + "".join(f" {key}={_quoted(value)}" for key, value in kept.items())


def _quoted(value: str) -> str:
    return quoteattr(value, {'"': "&quot;"}).replace("<", "&lt;")


def canonical(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a sheet's XML as the quick reader expects it; raises what the XML parser raises."""
    writer, parser = _Writer(), strict_parser()
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.text
    for piece in pieces:
        parser.Parse(piece, False)
        yield "".join(writer.out).encode()
        writer.out = []
    parser.Parse(b"", True)
    yield "".join(writer.out).encode()


def checked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces as they are, having an XML parser look through them for faults."""
    parser: expat.XMLParserType = strict_parser()
    for piece in pieces:
        parser.Parse(piece, False)
        yield piece
    parser.Parse(b"", True)
