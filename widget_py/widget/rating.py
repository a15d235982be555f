"""Two thumbs under a reply; a thumb down may say why."""

from widget_py.browser import Element, String, spawn
from widget_py.widget.client import call, explain
from widget_py.widget.dom import DOWN, UP, attrs, button, el
from widget_py.widget.emitter import emit
from widget_py.widget.look import say
from widget_py.widget.shapes import Opinion

REASONS = ["wrong", "incomplete", "off_topic"]


def rating(reply_id: str, given: str) -> Element:
    """`given` is what the visitor said before: up, down or ""."""
    more: Element = el("span c-more")

    def mark(said: str) -> None:
        attrs(up, {"aria-label": say("helpful"), "aria-pressed": String(said == "up")})
        attrs(down, {"aria-label": say("unhelpful"), "aria-pressed": String(said == "down")})

    async def rate(said: str, reason: str) -> None:
        opinion: Opinion = {"message": reply_id, "rating": said, "reason": reason}
        mark(said)
        try:
            await call("/feedback", opinion)
        except Exception as error:
            mark("")
            more.replaceChildren(explain(error))
            return
        emit("feedback", opinion)
        if reason:
            down.focus()
        if said == "up" or reason:
            more.replaceChildren(say("thanks"))
        else:
            more.replaceChildren(*[why(each) for each in REASONS])

    def why(reason: str) -> Element:
        return button(" c-chip", lambda: spawn(rate("down", reason)), say("bad_" + reason))

    up = button(" c-thumb", lambda: spawn(rate("up", "")), UP)
    down = button(" c-thumb", lambda: spawn(rate("down", "")), DOWN)
    mark(given)
    node: Element = el("div c-rating", up, down, more)
    return node
