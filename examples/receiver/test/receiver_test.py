import logging
import pathlib
import re
import sys
import threading
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from receiver import Cache, Receiver

# The signatures were made with openssl dgst -sha256 -hmac. The first secret is
# "opensesame", the second "sesame-2".
HEARTBEAT = b'{"events":[]}'
HEARTBEAT_SIGNATURE = "85c020c9b2b374bad7c0241e5be933107ca358a69c0ccf4382b3e0c7df94bfaf"
HEARTBEAT_SIGNATURE_2 = "e0adc874f52e06295af2376d9e5bde156e19c4226e8cb9293e3b0a780907d5b5"
# With an empty secret, which anybody knows.
HEARTBEAT_UNKEYED = "1d4bb05748163f0d436bb86d78f5cf6acf5e88beeef39d675fcded7e525785c3"
DELIVERY = '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }'.encode()
DELIVERY_SIGNATURE = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930"
DELIVERY_SIGNATURE_2 = "f79dc981f2cacdf882e1d2575c0e8ecc1b769aa07e30df127aeb6f88086d76ae"
HELLO_SIGNATURE = "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053"

LIMIT = 4 << 20


class Log(logging.Handler):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


class World:
    """A receiver with a secret store, a clock and a log that tests can see."""

    def __init__(self, secret="opensesame", on_events=None):
        self.secret, self.reads, self.time, self.events = secret, 0, 0, []
        self.log = Log()
        logger = logging.Logger("test")
        logger.addHandler(self.log)
        cache = Cache(self.read, log=logger, now=lambda: self.time)
        self.receiver = Receiver(cache, on_events or self.events.extend, log=logger)

    def read(self):
        self.reads += 1
        if isinstance(self.secret, Exception):
            raise self.secret
        return self.secret

    def post(self, headers, body=b"{}"):
        return self.receiver.receive("POST", headers, [body])

    def deliver(self, body, signature):
        status, _ = self.post({"X-Hook-Signature": signature}, body)
        return status

    def logged(self):
        return "\n".join(self.log.lines)


def unread():
    """A body that must not be read."""
    raise AssertionError("the body was read")
    yield


class Handshake(unittest.TestCase):
    def test_returns_the_secret(self):
        for name in ["X-Hook-Secret", "x-hook-secret", "X-HOOK-SECRET"]:
            with self.subTest(name):
                w = World(secret=None)
                self.assertEqual(w.post({name: "fresh-secret"}), (204, {"X-Hook-Secret": "fresh-secret"}))
                self.assertEqual(w.reads, 0, "a handshake must work without the secret store")

    def test_does_not_wait_for_the_body(self):
        status, _ = World().receiver.receive("POST", {"X-Hook-Secret": "fresh-secret"}, unread())
        self.assertEqual(status, 204)

    def test_does_not_change_the_trusted_secret(self):
        w = World()
        w.post({"X-Hook-Secret": "sesame-2"})
        self.assertEqual(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE_2), 401)
        self.assertEqual(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE), 204)


class Delivery(unittest.TestCase):
    def test_statuses(self):
        cases = {
            "right signature": (DELIVERY, DELIVERY_SIGNATURE, 204),
            "upper-case signature": (DELIVERY, DELIVERY_SIGNATURE.upper(), 204),
            "heartbeat": (HEARTBEAT, HEARTBEAT_SIGNATURE, 204),
            "wrong signature": (DELIVERY, "0" * 64, 401),
            "signature of another body": (DELIVERY.replace(b"changed", b"deleted"), DELIVERY_SIGNATURE, 401),
            "signature of the same JSON with other spaces": (DELIVERY.replace(b" ", b""), DELIVERY_SIGNATURE, 401),
            "signature with another secret": (DELIVERY, DELIVERY_SIGNATURE_2, 401),
            "empty signature": (DELIVERY, "", 401),
            "shorter signature": (DELIVERY, DELIVERY_SIGNATURE[:62], 401),
            "longer signature": (DELIVERY, DELIVERY_SIGNATURE + "00", 401),
            "signature with a line feed": (DELIVERY, DELIVERY_SIGNATURE + "\n", 401),
            "signature that is not hex": (DELIVERY, "z" * 64, 401),
            "signature in other digits": (DELIVERY, "٣" * 64, 401),
            "signed, but not JSON": (b"hello", HELLO_SIGNATURE, 400),
            "signed null": (b"null", "9f45c8626d44f4526d65eebf7f15d27fbbc481b22f013181ee8c95e55a2075a7", 400),
            "signed, but events are no list": (
                b'{"events":null}', "93343b905f2bc5b39a62a6084a9a886ee133740e43b8f761eec4b79327873bea", 400),
        }
        for name, (body, signature, status) in cases.items():
            with self.subTest(name):
                w = World()
                self.assertEqual(w.deliver(body, signature), status)
                self.assertEqual(len(w.events), 1 if status == 204 and body != HEARTBEAT else 0)

    def test_without_a_signature(self):
        status, _ = World().post({}, DELIVERY)
        self.assertEqual(status, 401)

    def test_refused_before_the_body_is_read(self):
        for signature in ["", DELIVERY_SIGNATURE[:62], "z" * 64]:
            with self.subTest(signature):
                status, _ = World().receiver.receive("POST", {"X-Hook-Signature": signature}, unread())
                self.assertEqual(status, 401)

    def test_in_many_chunks(self):
        chunks = (DELIVERY[i:i + 1] for i in range(len(DELIVERY)))
        status, _ = World().receiver.receive("POST", {"X-Hook-Signature": DELIVERY_SIGNATURE}, chunks)
        self.assertEqual(status, 204)

    def test_length(self):
        for size, want in [(LIMIT, 401), (LIMIT + 1, 413), (100 * LIMIT, 413)]:
            with self.subTest(size):
                chunk = bytes(1 << 20)
                chunks = [chunk] * (size // len(chunk)) + [chunk[:size % len(chunk)]]
                remaining = iter(chunks)
                w = World()
                answer = w.receiver.receive("POST", {"X-Hook-Signature": DELIVERY_SIGNATURE}, remaining)
                self.assertEqual(answer, (want, {}))
                self.assertIsNone(next(remaining, None), "the body was not read to its end")
                self.assertEqual("refused: the body is longer than 4 MiB" in w.log.lines, want == 413)

    def test_events_arrive_as_they_were_sent(self):
        w = World()
        w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        self.assertEqual(w.events, [
            {"action": "changed", "resource": {"gid": "42", "resource_type": "task"}, "note": "Grüße, 東京 😀"},
        ])

    def test_events_that_can_not_be_handled_are_sent_again(self):
        def fail(_):
            raise RuntimeError("no room")
        w = World(on_events=fail)
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 500)
        self.assertIn("no room", w.logged())

    def test_only_post_is_served(self):
        self.assertEqual(World().receiver.receive("GET", {}, unread()), (405, {"Allow": "POST"}))


class Secret(unittest.TestCase):
    # The order of an apply: Asana's first heartbeat follows the handshake at once, and
    # Terraform stores the secret only after that.
    def test_arrives_after_the_handshake_and_the_first_heartbeat(self):
        w = World(secret=None)
        self.assertEqual(w.post({"X-Hook-Secret": "opensesame"})[0], 204)
        self.assertEqual(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE), 200)
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 503, "an event can't be verified yet")
        w.secret = "opensesame"
        w.time += 1
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 204)
        self.assertEqual(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE), 204)
        self.assertEqual(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE_2), 401, "heartbeats are verified from now on")
        self.assertEqual(len(w.events), 1)

    def test_is_not_there(self):
        cases = {
            "heartbeat": (HEARTBEAT, HEARTBEAT_SIGNATURE, 200),
            "heartbeat with spaces": (b'{ "events": [ ] }', HEARTBEAT_SIGNATURE, 200),
            "heartbeat signed with an empty key": (HEARTBEAT, HEARTBEAT_UNKEYED, 200),
            "heartbeat without a signature": (HEARTBEAT, "", 401),
            "events": (DELIVERY, DELIVERY_SIGNATURE, 503),
            "one event that is null": (b'{"events":[null]}', HEARTBEAT_SIGNATURE, 503),
            "events that are an empty object": (b'{"events":{}}', HEARTBEAT_SIGNATURE, 503),
            "events that are empty text": (b'{"events":""}', HEARTBEAT_SIGNATURE, 503),
            "no events": (b"{}", HEARTBEAT_SIGNATURE, 503),
            "a list": (b"[]", HEARTBEAT_SIGNATURE, 503),
            "not JSON": (b"hello", HEARTBEAT_SIGNATURE, 503),
            "not UTF-8": (b'{"events":[]}\xff', HEARTBEAT_SIGNATURE, 503),
            "nested too deeply": (b"[" * 100_000, HEARTBEAT_SIGNATURE, 503),
        }
        for none in [None, ""]:
            for name, (body, signature, status) in cases.items():
                with self.subTest(name, secret=none):
                    w = World(secret=none)
                    self.assertEqual(w.deliver(body, signature), status)
                    self.assertEqual(w.events, [])

    def test_that_can_not_be_read(self):
        w = World(secret=OSError("store is down"))
        self.assertEqual(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE), 200)
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 503)
        self.assertIn("store is down", w.logged())

    def test_that_does_not_exist_yet_is_read_once_a_second(self):
        w = World(secret=None)
        for _ in range(50):
            w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        self.assertEqual(w.reads, 1)
        w.time += 1
        for _ in range(50):
            w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        self.assertEqual(w.reads, 2)

    def test_is_read_once_for_many_threads(self):
        w = World()
        statuses = []
        threads = [
            threading.Thread(target=lambda: statuses.append(w.deliver(HEARTBEAT, HEARTBEAT_SIGNATURE)))
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((statuses, w.reads), ([204] * 20, 1))

    def test_rotated_is_read_with_the_first_delivery_that_needs_it(self):
        w = World()
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 204)
        w.secret = "sesame-2"
        w.time += 10
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE_2), 204)
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 401, "the old secret is no longer trusted")

    def test_replaced_is_not_trusted_after_five_minutes(self):
        w = World()
        w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        w.secret = "sesame-2"
        w.time += 5 * 60
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 401)

    def test_is_not_read_for_every_forged_delivery(self):
        w = World()
        for _ in range(50):
            w.deliver(DELIVERY, DELIVERY_SIGNATURE_2)
        self.assertEqual(w.reads, 1)
        w.time += 10
        for _ in range(50):
            w.deliver(DELIVERY, DELIVERY_SIGNATURE_2)
        self.assertEqual(w.reads, 2)

    def test_stays_in_use_while_the_store_fails(self):
        w = World()
        w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        w.secret = OSError("store is down")
        w.time += 5 * 60
        self.assertEqual(w.deliver(DELIVERY, DELIVERY_SIGNATURE), 204)
        self.assertIn("store is down", w.logged())

    def test_and_signatures_are_never_logged(self):
        w = World()
        w.post({"X-Hook-Secret": "fresh-secret"})
        w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        w.deliver(DELIVERY, DELIVERY_SIGNATURE_2)
        w.deliver(b"hello", HELLO_SIGNATURE)
        w.secret = OSError("store is down")
        w.time += 5 * 60
        w.deliver(DELIVERY, DELIVERY_SIGNATURE)
        self.assertGreaterEqual(len(w.log.lines), 4, "the log says what happens")
        self.assertIsNone(re.search("opensesame|fresh-secret|sesame-2|[0-9a-f]{16}", w.logged()))


if __name__ == "__main__":
    unittest.main()
