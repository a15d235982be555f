"""Files become documents: `parse` does it here and now, `parse_in_child` where a hostile file can do no harm."""

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.formats import parse
from privexbot_app.rag.parse.kinds import SUPPORTED
from privexbot_app.rag.parse.sandbox import parse_in_child, read_page_in_child

__all__ = ["SUPPORTED", "ParseError", "parse", "parse_in_child", "read_page_in_child"]
