"""A ZIP container (DOCX, PPTX, XLSX, EPUB) opened with suspicion: nothing that it says about its sizes is believed."""

import io
import posixpath
import struct
import zlib
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.sentences import BOMB, DAMAGED, LOCKED, TOO_MANY_PARTS
from privexbot_app.rag.parse.xml_tree import attribute, parse_xml

MAX_PARTS = 5_000
MAX_PART_BYTES = 60_000_000
MAX_TOTAL_BYTES = 150_000_000
MAX_RATIO = 250
ANY_RATIO_BYTES = 30_000_000  # so little may be compressed as well as can be: a sheet of one value is
PIECE_BYTES = 65_536

BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_LOCKED_BIT = 0x1


class Package:
    """The parts of a container by their names; all that is read from it counts against one total."""

    def __init__(self, content: bytes, most_bytes: int = MAX_TOTAL_BYTES) -> None:
        """Raises ParseError for what is damaged, locked, or has more than `MAX_PARTS` parts."""
        try:
            self._zip = ZipFile(io.BytesIO(content))
        except BROKEN:
            raise ParseError(DAMAGED) from None
        self.parts = {part.filename: part for part in self._zip.infolist() if not part.is_dir()}
        self._left = most_bytes
        self._most_packed = len(content)
        if len(self._zip.infolist()) > MAX_PARTS:
            raise ParseError(TOO_MANY_PARTS)

    def read(self, name: str) -> bytes:
        """Raises ParseError, also for a part that is not there."""
        if name not in self.parts:
            raise ParseError(DAMAGED)
        return self._unpack(self.parts[name])

    def tree(self, name: str) -> etree._Element:
        """A part that is XML."""
        return parse_xml(self.read(name))

    def find_tree(self, name: str) -> etree._Element | None:
        """The same of a part that may be missing."""
        return self.tree(name) if name in self.parts else None

    def vet(self) -> None:
        """Unpack every part once, for a library that will do it without our limits; XML may declare nothing."""
        for name, part in self.parts.items():
            content = self._unpack(part)
            if name.endswith((".xml", ".rels")):
                parse_xml(content)

    def related(self, name: str, kind: str) -> Iterator[str]:
        """The parts that a part ("" is the whole) points to with relations of this kind, such as "styles"."""
        folder, _, file = name.rpartition("/")
        relations = self.find_tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relation in relations if relations is not None else ():
            target = attribute(relation, "Target")
            if attribute(relation, "Type").endswith(f"/{kind}") and attribute(relation, "TargetMode") != "External":
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def _unpack(self, part: ZipInfo) -> bytes:
        if part.flag_bits & _LOCKED_BIT:
            raise ParseError(LOCKED)
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ParseError(DAMAGED)  # the other methods unpack without an upper limit
        packed = min(part.compress_size, self._most_packed)
        most = min(MAX_PART_BYTES, self._left, max(ANY_RATIO_BYTES, packed * MAX_RATIO))
        try:
            content = self._read_at_most(part, most)
        except BROKEN:
            raise ParseError(DAMAGED) from None
        return content

    def _read_at_most(self, part: ZipInfo, most: int) -> bytes:
        content = bytearray()
        with self._zip.open(part) as stream:
            while piece := stream.read(PIECE_BYTES):
                content += piece
                self._left -= len(piece)
                if len(content) > most:
                    raise ParseError(BOMB)
        return bytes(content)
