"""A server that receives the events of one Asana webhook.

It runs behind a reverse proxy that terminates TLS:

    python3 server.py --listen 127.0.0.1:8080 --secret-file /etc/asana-receiver/secret
"""

import argparse
import http.server
import logging
import pathlib
import signal
import sys
import threading

from receiver import Receiver

LOG = logging.getLogger("asana_receiver")


def on_events(events):
    """Your code goes here.

    Asana waits ten seconds for the response: put what takes longer into a queue.
    """
    for event in events:
        resource, change = event.get("resource") or {}, event.get("change") or {}
        LOG.info("event type=%s gid=%s action=%s field=%s", resource.get("resource_type"), resource.get("gid"),
                 event.get("action"), change.get("field", ""))


def secret_file(path):
    """Returns a function that reads the secret from a file.

    It reads the file every time, so a new secret takes effect at once.
    """
    path = pathlib.Path(path)

    def secret(_max_age):
        try:
            return path.read_text().strip() or None
        except FileNotFoundError:
            return None  # Terraform has not written it yet
        except (OSError, UnicodeDecodeError) as error:
            LOG.error("the secret can't be read: %s", error)
            return None
    return secret


class Handler(http.server.BaseHTTPRequestHandler):
    """Passes the requests of a Server to its receiver."""

    timeout = 10  # Asana waits no longer for a response
    server_version, sys_version = "asana-receiver", ""

    def answer(self):
        chunked = self.headers.get("Transfer-Encoding", "").lower() == "chunked"
        body = self.chunks() if chunked else self.parts()
        status, headers = self.server.receiver.receive(self.command, self.headers, body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for _ in body:  # a client that still sends would not see the response
            pass

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def parts(self):
        """Yields the body of a request with a Content-Length."""
        length = self.headers.get("Content-Length", "0")
        yield from self.read(int(length) if length.isascii() and length.isdigit() else 0)

    def chunks(self):
        """Yields the body of a request that is sent in chunks."""
        while True:
            size = int(self.rfile.readline(100).partition(b";")[0], 16)
            if size == 0:
                while self.rfile.readline(1000).strip():  # trailers, up to an empty line
                    pass
                return
            yield from self.read(size)
            self.rfile.readline(100)  # the line break after the chunk

    def read(self, left):
        while left > 0:
            part = self.rfile.read(min(left, 64 << 10))
            if not part:
                raise ConnectionError("the client closed the connection")
            left -= len(part)
            yield part

    def log_request(self, code="-", size="-"):
        pass  # the receiver logs what happens

    def log_message(self, format, *args):
        LOG.warning(format, *args)


class Server(http.server.ThreadingHTTPServer):
    """Serves a receiver."""

    daemon_threads = False  # the end waits for open requests

    def __init__(self, address, receiver):
        super().__init__(address, Handler)
        self.receiver = receiver

    def handle_error(self, request, client_address):
        LOG.warning("the request failed: %s", sys.exc_info()[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1:8080", help="address that the reverse proxy forwards to")
    parser.add_argument("--secret-file", default="/etc/asana-receiver/secret",
                        help="file to which Terraform writes the webhook's secret")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

    host, _, port = arguments.listen.rpartition(":")
    with Server((host, int(port)), Receiver(secret_file(arguments.secret_file), on_events)) as server:
        for number in (signal.SIGINT, signal.SIGTERM):
            # shutdown waits for serve_forever, which runs in this thread.
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        LOG.info("listening address=%s:%d", *server.server_address[:2])
        server.serve_forever()


if __name__ == "__main__":
    main()
