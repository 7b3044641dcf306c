#!/usr/bin/env python3
"""Asks a program what servers are asked most, for the profile by which the shipped one is optimised: see `dist`.

    dist_load.py PROGRAM [ROUNDS]
"""

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import sys

API = "/api/v1"
# Of the documented world.
TOKEN = "iNKE8a6k6cjbqWhWd"


class Connection:
    """One that is kept, as clients keep theirs."""

    def __init__(self, port, headers=()):
        self.http = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = dict(headers)

    def ask(self, method, path, body=None):
        headers = self.headers | ({"content-type": "application/json"} if body else {})
        self.http.request(method, API + path, json.dumps(body) if body else None, headers)
        response = self.http.getresponse()
        content = response.read()
        if response.status != 200:
            sys.exit(f"{method} {path}: {response.status} {content}")
        return json.loads(content)


class Socket:
    """A WebSocket that speaks DDP."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.stream = self.socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /websocket HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
            f"sec-websocket-version: 13\r\nsec-websocket-key: {key}\r\n\r\n".encode()
        )
        while self.stream.readline() != b"\r\n":
            pass
        self.send({"msg": "connect", "version": "1", "support": ["1"]})
        self.await_frame("connected")

    def send(self, frame):
        payload = json.dumps(frame).encode()
        length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
        # The mask of zeros changes nothing.
        self.socket.sendall(b"\x81" + length + bytes(4) + payload)

    def await_frame(self, kind):
        while True:
            length = self.stream.read(2)[1]
            if length == 126:
                length = int.from_bytes(self.stream.read(2), "big")
            frame = json.loads(self.stream.read(length))
            if frame.get("msg") == "ping":
                self.send({"msg": "pong"})
            if frame.get("msg") == kind:
                return frame


def converse(visitor, staff, live, number):
    """A conversation: a visitor asks, an agent answers, both read, it ends."""
    token = f"token-{number}"
    visitor.ask("POST", "/livechat/visitor", {"visitor": {"token": token, "name": f"Visitor {number}"}})
    room = visitor.ask("GET", f"/livechat/room?token={token}")["room"]["_id"]
    stream = [room, {"useCollection": False, "args": [{"token": token, "visitorToken": token}]}]
    live.send({"msg": "sub", "id": str(number), "name": "stream-room-messages", "params": stream})
    live.await_frame("ready")
    for text in ["Hello", "Is anybody there?"]:
        visitor.ask("POST", "/livechat/message", {"token": token, "rid": room, "msg": text})
        live.await_frame("changed")
    staff.ask("GET", "/livechat/rooms?count=20")
    visitor.ask("GET", f"/livechat/messages.history/{room}?token={token}")
    live.send({"msg": "unsub", "id": str(number)})
    visitor.ask("POST", "/livechat/room.close", {"token": token, "rid": room})
    staff.ask("GET", "/livechat/analytics/dashboards/conversation-totalizers?start=2026-01-01&end=2026-12-31")


def load(port, rounds):
    visitor, live = Connection(port), Socket(port)
    login = visitor.ask("POST", "/login", {"user": "admin", "password": "admin"})["data"]
    staff = Connection(port, {"x-auth-token": login["authToken"], "x-user-id": login["userId"]})
    known = {"visitor": {"token": TOKEN, "name": "Ann", "email": "ann@example.com", "phone": "55 51 5555-5555"}}
    for number in range(rounds):
        visitor.ask("GET", f"/livechat/visitor/{TOKEN}")
        visitor.ask("POST", "/livechat/visitor", known)
        if number % 10 == 0:
            visitor.ask("GET", "/livechat/config")
            converse(visitor, staff, live, number)


def main(program, rounds="3000"):
    command = [program, "--port", "0", "--quiet", "--agent", "echo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            load(int(server.stdout.readline().rsplit(":", 1)[1]), int(rounds))
        finally:
            # Asked to end, it writes its profile.
            server.send_signal(signal.SIGINT)
    if server.returncode != 0:
        sys.exit(f"{program} ended with {server.returncode}")


if __name__ == "__main__":
    main(*sys.argv[1:])
