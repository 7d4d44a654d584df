#!/usr/bin/env python3
"""What an editor makes of a plan with the published schema: the keys and words it offers, and the slips it underlines.

    python3 tests/interop/editor.py

Speaks to Tombi's language server, which editors run for TOML, as an editor does. What is missing is named and skipped (exit
status 0).
"""

import json
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCHEMA = ROOT / "docs/reference/plan.schema.json"

# A plan, the text behind which somebody types, and words that have to be offered there.
PLAN = """\
#:schema {schema}
format = 1
timezone = "America/New_York"
@top
[[block]]
category = "calling"
days = ["mon"]
start = "09:00"
length = "1h"
@block
[cadence.calls]
touches = [{{ day = 1, channel = "call" }}]
@cadence
"""
EXPECTED = {
    "top": {"name", "reserve", "holidays", "workweek"},
    "block": {"reserve", "rrule", "skip", "name"},
    "cadence": {"prep", "on_reply", "repeat"},
}
SLIP = "timezon = 1\n"


class Server:
    """A language server over stdin and stdout."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.count, self.said = 0, queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        out = self.process.stdout
        while True:
            length = 0
            while (line := out.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            self.said.put(json.loads(out.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self.process.stdin.flush()

    def until(self, wanted, seconds=60):
        """The first message that is wanted; what the server asks on the way is answered with nothing."""
        while True:
            message = self.said.get(timeout=seconds)
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                empty = [None] * len((message.get("params") or {}).get("items", [])) or None
                self.send({"id": message["id"], "result": empty})

    def ask(self, method, params):
        self.count += 1
        number = self.count
        self.send({"id": number, "method": method, "params": params})
        return self.until(lambda message: message.get("id") == number and "method" not in message).get("result")

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def open(self, uri, text):
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "toml", "version": 1, "text": text}})

    def close(self):
        self.process.kill()


def offered(server, folder, place):
    """The words that are offered on an empty line at a place."""
    text = PLAN.format(schema=SCHEMA.as_uri())
    line = text[: text.index(f"@{place}")].count("\n")
    for name in EXPECTED:
        text = text.replace(f"@{name}\n", "\n")
    uri = (folder / f"{place}.toml").as_uri()
    server.open(uri, text)
    asked = {"textDocument": {"uri": uri}, "position": {"line": line, "character": 0}}
    for _ in range(20):
        answer = server.ask("textDocument/completion", asked)
        items = answer.get("items", []) if isinstance(answer, dict) else answer or []
        if items:
            return {item["label"].strip('"') for item in items}
    return set()


def check(server, folder):
    server.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
    server.tell("initialized", {})
    for place, wanted in EXPECTED.items():
        words = offered(server, folder, place)
        if wanted <= words:
            print(f"ok       {place}: {len(words)} words are offered, {', '.join(sorted(wanted))} among them")
        else:
            yield f"{place}: {sorted(wanted - words)} are not offered; offered are {sorted(words)}"
    uri = (folder / "slip.toml").as_uri()
    server.open(uri, PLAN.format(schema=SCHEMA.as_uri()).replace("@top\n", SLIP).replace("@block\n", "").replace("@cadence\n", ""))
    underlined = server.until(
        lambda message: message.get("method") == "textDocument/publishDiagnostics"
        and message["params"]["uri"] == uri
        and message["params"]["diagnostics"]
    )
    told = [fault["message"] for fault in underlined["params"]["diagnostics"]]
    if any("timezon" in message for message in told):
        print(f"ok       a slip is underlined: {told[0]}")
    else:
        yield f"a slip is not underlined: {told}"


def main():
    beside = pathlib.Path(sys.executable).with_name("tombi")
    program = str(beside) if beside.exists() else shutil.which("tombi")
    if not program:
        print("skipped  an editor: no tombi; tests/interop/requirements.txt names it")
        return 0
    server = Server(program)
    try:
        with tempfile.TemporaryDirectory() as folder:
            faults = list(check(server, pathlib.Path(folder)))
    except queue.Empty:
        faults = ["Tombi's language server says nothing for a minute"]
    finally:
        server.close()
    for fault in faults:
        print(f"FAILED   {fault}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
