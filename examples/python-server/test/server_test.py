import http.client
import logging
import pathlib
import re
import socket
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "receiver"))

import server
from receiver import Receiver

# Signed with openssl dgst -sha256 -hmac opensesame.
HEARTBEAT = b'{"events":[]}'
HEARTBEAT_SIGNATURE = "85c020c9b2b374bad7c0241e5be933107ca358a69c0ccf4382b3e0c7df94bfaf"
DELIVERY = '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }'.encode()
SIGNATURE = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930"


class Server(unittest.TestCase):
    """A server on a free port, with a secret file."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "secret"
        self.file.write_text("opensesame\n")
        self.events = []
        self.server = server.Server(("127.0.0.1", 0), Receiver(server.secret_file(self.file), self.events.extend))
        thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        logs = self.assertLogs("asana_receiver", "INFO")
        self.logs = logs.__enter__()
        self.addCleanup(lambda: logs.__exit__(None, None, None) if self.logs.records else None)
        server.LOG.info("start")  # assertLogs wants a line

    def connect(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=60)
        self.addCleanup(connection.close)
        return connection

    def request(self, method, headers, body=None):
        connection = self.connect()
        connection.request(method, "/asana", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer

    def status(self, body, signature):
        return self.request("POST", {"X-Hook-Signature": signature}, body).status

    def test_returns_the_handshake(self):
        answer = self.request("POST", {"X-Hook-Secret": "fresh-secret"}, b"{}")
        self.assertEqual((answer.status, answer.headers["X-Hook-Secret"]), (204, "fresh-secret"))

    def test_a_body_is_verified_as_it_is(self):
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 204)
        self.assertEqual(self.status(DELIVERY + b" ", SIGNATURE), 401)
        self.assertEqual(len(self.events), 1)

    def test_the_secret_arrives_after_the_first_heartbeat(self):
        self.file.unlink()
        self.assertEqual(self.request("POST", {"X-Hook-Secret": "opensesame"}, b"{}").status, 204)
        self.assertEqual(self.status(HEARTBEAT, HEARTBEAT_SIGNATURE), 200)
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 503)
        self.file.write_text("opensesame")
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 204)

    def test_a_new_secret_takes_effect_at_once(self):
        self.file.write_text("sesame-2")
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 401)
        self.file.write_text("opensesame")
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 204)

    def test_a_secret_that_can_not_be_read(self):
        self.file.write_bytes(b"\xff")
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 503)
        self.file.unlink()
        self.file.mkdir()
        self.assertEqual(self.status(DELIVERY, SIGNATURE), 503)
        self.assertEqual(len([r for r in self.logs.records if r.getMessage().startswith("the secret can't be read")]), 2)

    def test_only_post_is_served(self):
        for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]:
            answer = self.request(method, {})
            self.assertEqual((answer.status, answer.headers["Allow"]), (405, "POST"), method)

    def test_a_body_that_is_too_long_is_refused(self):
        self.assertEqual(self.status(b"x" * ((4 << 20) + 1), SIGNATURE), 413)

    def test_a_refused_body_is_read_to_its_end(self):
        self.assertEqual(self.status(b"x" * (8 << 20), "no signature"), 401)

    def test_a_body_in_chunks_is_put_together(self):
        for size in [1, 7, len(DELIVERY)]:
            chunks = (DELIVERY[i:i + size] for i in range(0, len(DELIVERY), size))
            connection = self.connect()
            connection.request("POST", "/", chunks, {"X-Hook-Signature": SIGNATURE}, encode_chunked=True)
            self.assertEqual(connection.getresponse().status, 204, size)

    def test_a_body_that_is_cut_off_is_not_handled(self):
        for body in ["Content-Length: 999\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\n9\r\n{"]:
            with socket.create_connection(("127.0.0.1", self.server.server_port), timeout=60) as connection:
                connection.sendall(f"POST / HTTP/1.0\r\nX-Hook-Signature: {SIGNATURE}\r\n{body}".encode())
                connection.shutdown(socket.SHUT_WR)
                self.assertEqual(connection.recv(100), b"", body)
        self.assertEqual(self.events, [])

    def test_odd_lengths_are_no_body(self):
        for length in ["-1", "+5", "five", "٣", ""]:
            with socket.create_connection(("127.0.0.1", self.server.server_port), timeout=60) as connection:
                head = f"POST / HTTP/1.0\r\nX-Hook-Signature: {SIGNATURE}\r\nContent-Length: {length}\r\n\r\n"
                connection.sendall(head.encode())
                self.assertRegex(connection.recv(100), rb"^HTTP/1.0 401 ", length)

    def test_logs_no_secret(self):
        self.request("POST", {"X-Hook-Secret": "fresh-secret"}, b"{}")
        self.status(DELIVERY, SIGNATURE)
        self.status(DELIVERY + b" ", SIGNATURE)
        logged = "\n".join(record.getMessage() for record in self.logs.records)
        self.assertIn("refused: the signature is wrong", logged)
        self.assertIsNone(re.search("opensesame|fresh-secret|[0-9a-f]{16}", logged))


class Events(unittest.TestCase):
    def test_are_logged(self):
        with self.assertLogs("asana_receiver", "INFO") as logs:
            server.on_events([
                {"action": "changed", "resource": {"gid": "42", "resource_type": "task"}, "change": {"field": "due_on"}},
                {"action": "deleted", "resource": None},
            ])
        self.assertEqual([record.getMessage() for record in logs.records],
                         ["event type=task gid=42 action=changed field=due_on", "event type=None gid=None action=deleted field="])


if __name__ == "__main__":
    unittest.main()
