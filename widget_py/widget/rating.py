"""Two thumbs under a reply; a thumb down may say why."""

from widget_py.browser import Element, String, spawn
from widget_py.widget.client import Client
from widget_py.widget.dom import UP, attrs, button, el, icon
from widget_py.widget.look import Look
from widget_py.widget.shapes import Opinion

REASONS = ["wrong", "incomplete", "off_topic"]


class Rating:
    def __init__(self, look: Look, client: Client, reply_id: str) -> None:
        self.look = look
        self.client = client
        self.reply_id = reply_id
        self.up = button("c-thumb", lambda: self.rate("up", ""), icon(UP))
        self.down = button("c-thumb c-down", lambda: self.rate("down", ""), icon(UP))
        self.more = el("span", "c-more")
        self.node = el("div", "c-rating", self.up, self.down, self.more)

    def mark(self, rating: str) -> Element:
        attrs(self.up, {"aria-label": self.look.say("helpful"), "aria-pressed": String(rating == "up")})
        attrs(self.down, {"aria-label": self.look.say("unhelpful"), "aria-pressed": String(rating == "down")})
        return self.node

    def rate(self, rating: str, reason: str) -> None:
        spawn(self.send(rating, reason))

    async def send(self, rating: str, reason: str) -> None:
        opinion: Opinion = {"message": self.reply_id, "rating": rating, "reason": reason}
        self.mark(rating)
        try:
            await self.client.rate(opinion)
        except Exception as error:
            self.mark("")
            self.more.replaceChildren(self.look.explain(error))
            return
        self.client.emitter.emit("feedback", opinion)
        if reason:
            self.down.focus()
        if rating == "up" or reason:
            self.more.replaceChildren(self.look.say("thanks"))
        else:
            self.more.replaceChildren(*[self.why(each) for each in REASONS])

    def why(self, reason: str) -> Element:
        return button("c-chip", lambda: self.rate("down", reason), self.look.say("bad_" + reason))
