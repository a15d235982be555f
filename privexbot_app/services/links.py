"""Which hosts an answer may link to: those of the passages it was made from, and those the owner named."""

import re

from privexbot_app.rag.outlet import host_of
from privexbot_app.services.search import LookUp
from privexbot_app.services.verdicts import Question

_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


def hosts_of(asked: Question, looked_up: LookUp) -> frozenset[str]:
    """Never those that only stand in the text of a passage: whoever can write into a page could put them there."""
    chatbot = asked.chatbot
    owners = _ADDRESS.findall(f"{chatbot.instructions} {chatbot.persona} {chatbot.fallback}")
    addresses = [*(passage.url for passage in looked_up.found), *chatbot.allowed_origins, *owners]
    return frozenset(host for address in addresses if (host := host_of(address)))
