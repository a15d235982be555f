"""A small server with the shapes of the public API, and pages of another origin that embed the widget.

Long because it answers for the whole public API.
"""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from widget_py.strings import STRINGS, choose_language, direction_of

ASSETS = Path(__file__).parents[2] / "assets"
CITATION = {
    "n": 1,
    "title": "Red sneakers",
    "url": "https://shop.test/red#:~:text=size%209",
    "quote": "size 9",
    "source": "shop",
}


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@dataclass
class Script:
    """What the bot says next, and how."""

    pieces: list[str] = field(default_factory=lambda: ["Yes, **size 9** is ", "in stock [1]."])
    citations: list[dict[str, Any]] = field(default_factory=lambda: [CITATION])
    ending: str = "done"
    payload: dict[str, Any] = field(default_factory=lambda: {"grounded": True})
    pause_seconds: float = 0.0
    mode: str = "stream"  # or json, cut (every stream breaks off), half (the first does), refuse (an HTTP error),
    # expired (one 401)
    split: bool = False  # send the stream in pieces of a few bytes
    action: dict[str, Any] | None = None  # offered before the ending
    handoff: dict[str, Any] | None = None  # told after the ending
    is_left_to_a_person: bool = False  # no reply of the bot's


@dataclass
class Stub:
    """The server's memory; tests change `script` and `config` and read the rest."""

    script: Script = field(default_factory=Script)
    config: dict[str, Any] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)  # of the messages, by the id that the client made
    tasks: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)  # method, path and body
    uploaded: list[str] = field(default_factory=list)
    conversation: str = "c1"  # the latest
    is_speaking: bool = False  # as the history tells the last message
    leads: list[dict[str, Any]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    resumed: list[int] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    opinions: list[dict[str, Any]] = field(default_factory=list)
    sessions: int = 0
    arrivals: list[dict[str, Any]] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=lambda: {"state": "bot"})  # whose turn it is, as the history tells it
    live: "asyncio.Queue[tuple[str, Any] | None]" = field(default_factory=asyncio.Queue)  # None breaks the connection
    followed: list[int] = field(default_factory=list)
    typed: int = 0
    decisions: list[dict[str, Any]] = field(default_factory=list)
    action_error: dict[str, Any] | None = None
    lead_error: dict[str, Any] | None = None
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    origin: str = ""
    config_delay_seconds: float = 0.0


def default_config(language: str = "en") -> dict[str, Any]:
    return {
        "id": "shoe-store-k3f9",
        "name": "Shoe Store Assistant",
        "color": "#8b5cf6",
        "greeting": "Hi! Ask me about sizes, colours and returns.",
        "suggestions": ["Do you have size 9 in red?", "How do returns work?"],
        "avatar_url": None,
        "show_branding": True,
        "theme": "auto",
        "position": "bottom-right",
        "launcher_icon": "",
        "launcher_text": "",
        "auto_open": "never",
        "sound": False,
        "image_hosts": [],
        "uploads": None,
        "rules": [],
        "rating": None,
        "menu": [],
        "lead_form": task(
            "/leads",
            [
                described("name", "Name (optional)"),
                described("email", "E-mail", "email", required=True),
                described("consent", "I agree to be contacted.", "checkbox", required=True),
            ],
            title="Leave your details and we will get back to you.",
            thanks="Thank you! We will be in touch.",
            when={"before": False, "after": 0, "unanswered": True, "handoff": False},
        ),
        "language": language,
        "dir": direction_of(language),
        "strings": STRINGS[language],
    }


def task(path: str, fields: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    told = {"label": "", "method": "POST", "title": "", "go": "Send", "no": "No, thanks", "thanks": "", "file": ""}
    return {"path": path, "fields": fields} | told | more


def described(name: str, label: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A field as the server describes it."""
    told = {"name": name, "label": label, "type": kind, "required": False, "choices": [], "help": ""}
    return told | {"autocomplete": name if name in {"name", "email", "tel"} else "on"} | more


def make_app(stub: Stub) -> web.Application:
    app = web.Application(middlewares=[cross_origin])
    app["stub"] = stub
    base = "/api/v1/chatbots/{id}"
    app.add_routes(
        [
            web.get("/api/v1/widget.js", script),
            web.get("/cdn/{version}/w.js", script),
            web.get(base + "/config", config),
            web.post(base + "/session", session),
            web.post(base + "/message", message),
            web.get(base + "/messages/{message}/stream", resume),
            web.post(base + "/messages/{message}/stop", stop),
            web.post(base + "/feedback", feedback),
            web.get(base + "/conversation", conversation),
            web.get(base + "/live", live),
            web.post(base + "/typing", typing),
            web.post(base + "/actions/{call}", decide),
            web.get("/api/v1/operators/{id}/avatar", avatar),
            web.post(base + "/leads", lead),
            web.post(base + "/uploads", upload),
            web.route("*", base + "/tasks/{name}", run_task),
            web.post(base + "/events", events),
            web.get("/pages/{name}", page),
        ]
    )
    return app


STUB = web.AppKey("stub", Stub)


@web.middleware
async def cross_origin(request: web.Request, handler: Any) -> web.StreamResponse:
    if request.method == "OPTIONS":
        return web.Response(headers=_allowed())
    response: web.StreamResponse = await handler(request)
    if not response.prepared:
        response.headers.update(_allowed())
    return response


def _allowed() -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Headers": "authorization, content-type",
        "Access-Control-Allow-Methods": "*",
    }


def stub_of(request: web.Request) -> Stub:
    return request.app["stub"]


async def script(_request: web.Request) -> web.Response:
    return web.Response(body=(ASSETS / "widget.js").read_bytes(), content_type="application/javascript")


async def page(request: web.Request) -> web.Response:
    stub = stub_of(request)
    text = stub.pages[request.match_info["name"]].replace("{api}", stub.origin)
    return web.Response(text=text, content_type="text/html", headers=stub.headers)


async def config(request: web.Request) -> web.Response:
    stub = stub_of(request)
    await asyncio.sleep(stub.config_delay_seconds)
    if request.match_info["id"] == "unknown":
        return problem(404, "not_found", "There is no such chatbot.")
    language = choose_language(request.query.get("language", ""), request.headers.get("Accept-Language", ""))
    return web.json_response(default_config(language) | stub.config)


def problem(status: int, code: str, message: str, name: str = "") -> web.Response:
    body = {"error": {"code": code, "message": message, "request_id": "r1", "field": name}}
    return web.json_response(body, status=status)


async def session(request: web.Request) -> web.Response:
    stub = stub_of(request)
    stub.sessions += 1
    body = await request.json()
    stub.arrivals.append(body)
    identity = body.get("identity") or {}
    known = (body.get("visitor") == "visitor-1" or identity) and not body["fresh"] and stub.history
    if not known:
        stub.history.clear()
    problem = {"code": "identity_refused", "message": "Not proven."} if identity.get("hash") == "wrong" else None
    visitor = "" if identity and not problem else "visitor-1"
    facts = {
        "token": f"token-{stub.sessions}",
        "visitor": visitor,
        "conversation": stub.conversation if known else None,
    }
    return web.json_response(facts | {"identity": "none", "problem": problem})


async def message(request: web.Request) -> web.StreamResponse:
    stub = stub_of(request)
    body, plan = await request.json(), stub.script
    stub.asked.append(body | {"accept": request.headers["Accept"], "authorization": request.headers["Authorization"]})
    if plan.mode == "expired" and request.headers["Authorization"] == "Bearer token-1":
        return problem(401, "unauthorized", "The session has expired.")
    if plan.mode == "refuse":
        return problem(429, "too_many_requests", "That was quick. Please wait a minute.")
    number = stub.numbers.setdefault(body["id"], len(stub.numbers) + 1)
    remember(stub, body["message"], number)
    if plan.is_left_to_a_person:
        return await left_to_a_person(request, plan)
    if plan.mode == "json" or "event-stream" not in request.headers["Accept"]:
        reply = {"id": f"r{number}", "text": "".join(plan.pieces), "citations": plan.citations, "state": plan.ending}
        facts = {
            "reply": reply | plan.payload,
            "conversation": stub.conversation,
            "message": f"m{number}",
            "handoff": plan.handoff,
        }
        return web.json_response(facts)
    return await stream(request, stub, 0, number)


async def left_to_a_person(request: web.Request, plan: Script) -> web.StreamResponse:
    if plan.mode == "json":
        facts = {"reply": None, "conversation": "c1", "message": "m1", "handoff": plan.handoff}
        return web.json_response(facts)
    response = await begin_stream(request)
    accepted = {"conversation": "c1", "message": "m1", "reply": None}
    for name, payload in (("accepted", accepted), ("done", {"grounded": True}), ("handoff", plan.handoff)):
        await response.write(frame(name, payload).encode())
    return response


async def live(request: web.Request) -> web.StreamResponse:
    """Whatever a test puts into the queue."""
    stub = stub_of(request)
    stub.followed.append(int(request.query["after"]))
    response = await begin_stream(request)
    while (event := await stub.live.get()) is not None:
        await response.write(frame(*event).encode())
    return response


async def typing(request: web.Request) -> web.Response:
    stub_of(request).typed += 1
    return web.Response(status=204)


async def decide(request: web.Request) -> web.StreamResponse:
    stub = stub_of(request)
    stub.decisions.append(await request.json() | {"call": request.match_info["call"]})
    if stub.action_error:
        return web.json_response({"error": stub.action_error}, status=422)
    return await stream(request, stub, 0, stub.numbers.setdefault(request.match_info["call"], len(stub.numbers) + 1))


async def avatar(_request: web.Request) -> web.Response:
    return web.Response(body=PICTURE, content_type="image/png")


async def resume(request: web.Request) -> web.StreamResponse:
    stub, after = stub_of(request), int(request.query["after"])
    stub.resumed.append(after)
    return await stream(request, stub, after, int(request.match_info["message"][1:]))


async def stop(request: web.Request) -> web.Response:
    stub_of(request).stopped.append(request.match_info["message"])
    return web.json_response({"state": "stopped"})


async def feedback(request: web.Request) -> web.Response:
    stub_of(request).opinions.append(await request.json())
    return web.Response(status=204)


def remember(stub: Stub, question: str, number: int) -> None:
    plan = stub.script
    if any(said["id"] == f"m{number}" for said in stub.history):
        return
    said = [("visitor", question, list[dict[str, Any]]()), ("bot", "".join(plan.pieces), plan.citations)]
    for role, text, citations in said[:1] if plan.is_left_to_a_person else said:
        one = {
            "id": f"{'m' if role == 'visitor' else 'r'}{number}",
            "role": role,
            "text": text,
            "citations": citations,
            "state": "done",
        }
        stub.history.append(one | {"seq": len(stub.history) + 1, "created_at": "2026-01-01T00:00:00Z"})


async def begin_stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(
        headers=_allowed() | {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await response.prepare(request)
    return response


async def stream(request: web.Request, stub: Stub, after: int, number: int) -> web.StreamResponse:
    plan = stub.script
    response = await begin_stream(request)
    frames = [
        frame("accepted", {"conversation": stub.conversation, "message": f"m{number}", "reply": f"r{number}"}),
        ": keep-alive\n\n",
    ]
    frames += tokens(plan.pieces[:1] if plan.mode == "half" and not after else plan.pieces, after)
    if plan.mode != "cut" and not (plan.mode == "half" and not after):
        frames += [frame("citations", plan.citations)]
        frames += [frame("action", plan.action)] if plan.action else []
        frames += [frame(plan.ending, plan.payload)]
        frames += [frame("handoff", plan.handoff)] if plan.handoff else []
    for text in frames:
        if stub.stopped:
            text = frame("stopped", plan.payload)  # noqa: PLW2901
        data = text.encode()
        size = 7 if plan.split else len(data)
        for at in range(0, len(data), size):
            await response.write(data[at : at + size])
        await asyncio.sleep(plan.pause_seconds)
        if stub.stopped:
            break
    return response


def tokens(pieces: list[str], after: int) -> list[str]:
    """What has not been heard yet."""
    text, frames = "", []
    for piece in pieces:
        new = (text + piece)[max(len(text), after) :]
        text += piece
        if new:
            frames.append(frame("token", {"seq": len(text), "text": new}))
    return frames


def frame(name: str, payload: object) -> str:
    return f"event: {name}\ndata: {json.dumps(payload)}\n\n"


async def conversation(request: web.Request) -> web.Response:
    stub = stub_of(request)
    told = [
        said | {"state": "generating"} if stub.is_speaking and said == stub.history[-1] else said
        for said in stub.history
    ]
    return web.json_response({"id": stub.conversation, "messages": told} | stub.state)


async def lead(request: web.Request) -> web.Response:
    stub = stub_of(request)
    if stub.lead_error:
        return web.json_response({"error": stub.lead_error}, status=422)
    stub.leads.append(await request.json())
    return web.json_response({"id": "l1"}, status=201)


async def upload(request: web.Request) -> web.Response:
    stub = stub_of(request)
    part = (await request.post())["file"]
    assert isinstance(part, web.FileField)
    if part.filename.endswith(".exe"):
        return problem(415, "unsupported", "Programs cannot be sent.")
    stub.uploaded.append(part.filename)
    name = f"u{len(stub.uploaded)}"
    return web.json_response({"id": name, "name": part.filename, "url": f"/api/v1/uploads/{name}"}, status=201)


async def run_task(request: web.Request) -> web.Response:
    stub = stub_of(request)
    body = await request.json() if request.method == "POST" else {}
    stub.tasks.append((request.method, request.match_info["name"], body))
    return web.json_response({"text": "We keep **2 messages** of yours."})


async def events(request: web.Request) -> web.Response:
    body = await request.json()
    stub_of(request).events.extend(event["type"] for event in body["events"])
    return web.json_response({}, status=202)
