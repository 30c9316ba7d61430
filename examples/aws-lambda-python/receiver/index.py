"""The Lambda function behind the function URL."""

import base64
import logging
import os

from receiver import Cache, Receiver
from secret import secret_reader

LOG = logging.getLogger("asana_receiver")
LOG.setLevel(logging.INFO)


def on_events(events):
    """Your code goes here.

    Asana waits ten seconds for the response: put what takes longer into a queue.
    """
    for event in events:
        resource, change = event.get("resource") or {}, event.get("change") or {}
        LOG.info("event: %s %s %s %s", resource.get("resource_type"), resource.get("gid"),
                 event.get("action"), change.get("field", ""))


def create_handler(receiver):
    """Returns a Lambda handler that passes its requests to a receiver."""
    def handler(event, _context):
        # The signature is of the bytes. Which of the two forms arrives depends on the
        # Content-Type. Lambda itself limits a request to 6 MB.
        body = event.get("body") or ""
        body = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
        method = event["requestContext"]["http"]["method"]
        status, headers = receiver.receive(method, event["headers"], [body])
        return {"statusCode": status, "headers": headers}
    return handler


handler = create_handler(Receiver(Cache(secret_reader(os.environ.get("SECRET_ID"))), on_events))
