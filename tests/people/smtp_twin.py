"""A mail server of our own: it takes what it is given, or refuses it, and remembers all of it."""

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """What came in: whole mails, and every line that was said outside of them."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    refuses: bool = False


@contextmanager
def smtp_twin():
    """Without encryption; it offers a sign-in, so that a client could give its password away."""
    received = Received()

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 twin")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                received.lines.append(line)
                if not self.answer(line.split(" ")[0].upper()):
                    return

        def answer(self, verb):
            if verb == "EHLO":
                self.say("250-twin")
                self.say("250 AUTH PLAIN")
            elif verb == "DATA":
                self.say("354 go on")
                self.take()
            elif verb == "MAIL" and received.refuses:
                self.say("451 later")
            elif verb == "AUTH":
                self.say("235 fine")
            elif verb == "QUIT":
                self.say("221 bye")
                return False
            else:
                self.say("250 ok" if verb in ("MAIL", "RCPT", "HELO", "RSET") else "502 unknown")
            return True

        def take(self):
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            received.mails.append("\n".join(lines))
            self.say("250 taken")

        def say(self, line):
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        received.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield received
        server.shutdown()
