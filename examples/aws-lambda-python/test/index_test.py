import base64
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "receiver"))

import index
from receiver import Receiver

# Signed with openssl dgst -sha256 -hmac opensesame.
DELIVERY = '{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }'
SIGNATURE = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930"


def event(headers, body, encoded=False, method="POST"):
    """What a function URL passes to Lambda, as far as it is used."""
    return {
        "version": "2.0", "headers": headers, "body": body, "isBase64Encoded": encoded,
        "requestContext": {"http": {"method": method}},
    }


class Handler(unittest.TestCase):
    def setUp(self):
        self.events = []
        handler = index.create_handler(Receiver(lambda _: "opensesame", self.events.extend))
        self.status = lambda *args, **options: handler(event(*args, **options), None)["statusCode"]
        self.handler = handler

    def test_returns_the_handshake(self):
        answer = self.handler(event({"x-hook-secret": "fresh-secret"}, "{}"), None)
        self.assertEqual(answer, {"statusCode": 204, "headers": {"X-Hook-Secret": "fresh-secret"}})

    def test_a_body_as_text_is_verified_as_it_is(self):
        self.assertEqual(self.status({"x-hook-signature": SIGNATURE}, DELIVERY), 204)
        self.assertEqual(len(self.events), 1)

    def test_a_body_in_base64_is_decoded_first(self):
        encoded = base64.b64encode(DELIVERY.encode()).decode()
        self.assertEqual(self.status({"x-hook-signature": SIGNATURE}, encoded, encoded=True), 204)
        self.assertEqual(self.status({"x-hook-signature": SIGNATURE}, encoded, encoded=False), 401)

    def test_a_body_that_is_too_long_is_refused(self):
        self.assertEqual(self.status({"x-hook-signature": SIGNATURE}, "x" * ((4 << 20) + 1)), 413)

    def test_no_body_is_refused(self):
        self.assertEqual(self.status({"x-hook-signature": SIGNATURE}, None), 401)

    def test_only_post_is_served(self):
        self.assertEqual(self.status({}, None, method="GET"), 405)


class Events(unittest.TestCase):
    def test_are_logged(self):
        with self.assertLogs("asana_receiver", "INFO") as logs:
            index.on_events([
                {"action": "changed", "resource": {"gid": "42", "resource_type": "task"}, "change": {"field": "due_on"}},
                {"action": "deleted", "resource": None},
            ])
        self.assertEqual([record.getMessage() for record in logs.records],
                         ["event: task 42 changed due_on", "event: None None deleted "])


if __name__ == "__main__":
    unittest.main()
