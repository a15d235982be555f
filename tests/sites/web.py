"""A website to read, as a test puts it together, and what was asked of it."""

from dataclasses import dataclass, field
from ipaddress import ip_address

from aiohttp import web

from privexbot_app.adapters.egress_address import Address, is_public
from privexbot_app.adapters.egress_target import Network

ADDRESS = "127.0.0.6"  # stands for a public address, by a rule that only these tests hand in


@dataclass
class Answer:
    """What a path answers; `etag` makes it answer 304 to whoever has it."""

    body: bytes
    status: int = 200
    media_type: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""


@dataclass
class Web:
    """Answers for every host name of `.test`; the start page of a host in `moved` leads elsewhere."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    conditions: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def url(self, path: str, host: str = "shop.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, text: str, *links: str, etag: str = "", head: str = "") -> None:
        """An ordinary page: a heading that is its path, some sentences, and links."""
        anchors = "".join(f'<p><a href="{link}">to {link}</a></p>' for link in links)
        title = path.strip("/").title() or "Start"
        body = f"<html><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1><p>{text}</p></main>"
        self.answers[path] = Answer(f"{body}<nav>{anchors}</nav></body></html>".encode(), etag=etag)

    def put(
        self, path: str, body: str | bytes, media_type: str = "text/plain", status: int = 200, **headers: str
    ) -> None:
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(content, status, media_type, named)

    def network(self) -> Network:
        async def resolve(host: str) -> list[Address]:
            answers = self.names.get(host, [ADDRESS] if host.endswith(".test") else [])
            said = answers.pop(0) if len(answers) > 1 else "".join(answers)
            if not said:
                raise OSError(host)
            return [ip_address(said)]

        def is_public_here(address: Address) -> bool:
            return str(address) == ADDRESS or is_public(address)

        return Network(resolve, is_public_here, ports=frozenset({80, 443, self.port}))

    def pages_asked(self) -> list[str]:
        """Without robots.txt and sitemaps, each in the order it was asked for."""
        return [path for path in self.asked if path != "/robots.txt" and "sitemap" not in path]

    async def answer(self, request: web.Request) -> web.Response:
        path = request.path_qs
        self.asked.append(path)
        if path == "/" and (there := self.moved.get(request.host.partition(":")[0])):
            return web.Response(status=301, headers={"Location": there})
        self.conditions[path] = request.headers.get("If-None-Match", "")
        answer = self.answers.get(path, Answer(b"nothing here", 404, "text/plain"))
        if answer.etag and request.headers.get("If-None-Match") == answer.etag:
            return web.Response(status=304, headers={"ETag": answer.etag})
        headers = answer.headers | ({"ETag": answer.etag} if answer.etag else {})
        headers |= {"Content-Type": f"{answer.media_type}; charset=utf-8"}
        return web.Response(body=answer.body, status=answer.status, headers=headers)
