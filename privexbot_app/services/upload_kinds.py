"""Which files each kind that an owner may allow stands for."""

from collections.abc import Sequence

from privexbot_app.rag.file_kinds import ENDINGS, WORD
from privexbot_app.services.visitor_menu import FileKind

MEDIA_TYPES: dict[FileKind, tuple[str, ...]] = {
    "images": ("image/png", "image/jpeg", "image/webp", "image/gif"),
    "pdf": ("application/pdf",),
    "texts": ("text/plain",),
    "tables": ("text/csv",),
    "word": (WORD,),
}


def allowed_types(kinds: Sequence[FileKind]) -> frozenset[str]:
    """Every media type of these kinds."""
    return frozenset(one for kind in kinds for one in MEDIA_TYPES[kind])


def accepted(kinds: Sequence[FileKind]) -> str:
    """The same for an HTML input: media types, and the endings of files whose type a browser may not know."""
    types = [one for kind, found in MEDIA_TYPES.items() if kind in kinds for one in found]
    endings = [ending for ending, kind in ENDINGS.items() if kind in types]
    return ",".join([*types, *endings])


def endings_of(kinds: Sequence[FileKind]) -> str:
    """For a person: "PNG, JPG, PDF"."""
    return ", ".join(ending[1:].upper() for ending, kind in ENDINGS.items() if kind in allowed_types(kinds))
