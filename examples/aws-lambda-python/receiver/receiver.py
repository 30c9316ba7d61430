"""A receiver for the deliveries of one Asana webhook, independent of the HTTP server.

It returns the secret of a handshake but does not store it, because anybody can start a
handshake. It trusts the secret that Terraform writes to the secret store, and reads it
when a delivery arrives.

Asana sends the first heartbeat, an empty list of events, right after the handshake,
before Terraform can write the secret. While there is no secret, the receiver accepts
heartbeats without verifying them, because nothing is done with them, and refuses events.

It needs Python 3.9 or newer and nothing but the standard library.
"""

import hashlib
import hmac
import json
import logging
import re
import threading
import time

# How long a secret is trusted before the store is read again, in seconds.
MAX_AGE = 5 * 60

# The shortest time between two reads, so that forged deliveries can't cause a flood of
# calls to the store. It is shorter while there is no secret, because Terraform is about
# to write it.
MIN_AGE = 10
MIN_AGE_WITHOUT_SECRET = 1

# A delivery is far smaller.
MAX_BODY = 4 << 20

LOG = logging.getLogger("asana_receiver")


class Receiver:
    """Answers Asana's requests.

    secret(max_age) returns the secret, read at most max_age seconds ago, or None while
    there is none. on_events(events) handles the events of a verified delivery.
    """

    def __init__(self, secret, on_events, log=LOG):
        self._secret = secret
        self._on_events = on_events
        self._log = log

    def receive(self, method, headers, body):
        """Returns the status and the headers of the response.

        headers is a mapping, body an iterable of bytes.
        """
        if method != "POST":
            return 405, {"Allow": "POST"}
        headers = {name.lower(): value for name, value in headers.items()}
        handshake = headers.get("x-hook-secret")
        if handshake:
            self._log.info("handshake: returned X-Hook-Secret")
            return 204, {"X-Hook-Secret": handshake}
        return self._deliver(body, headers.get("x-hook-signature", "")), {}

    def _deliver(self, chunks, signature):
        # A delivery that can't be verified is refused before its body is read.
        if not re.fullmatch("[0-9a-fA-F]{64}", signature):
            self._log.warning("refused: the signature is missing or is not 64 hex digits")
            return 401
        body = _read(chunks)
        if body is None:
            self._log.warning("refused: the body is longer than 4 MiB")
            return 413
        status = self._verify(body, signature)
        if status == 503 and _parse(body) == []:
            self._log.info("heartbeat accepted without verification: there is no secret yet")
            return 200
        if status != 204:
            self._log.warning("refused: %s", "the signature is wrong" if status == 401 else "there is no secret yet")
            return status
        events = _parse(body)
        if events is None:
            self._log.warning("refused: the signature is right, but the body is not a list of events")
            return 400
        try:
            self._on_events(events)  # an empty list is a heartbeat
        except Exception as error:  # whatever it is, Asana sends the events again
            self._log.error("the events could not be handled: %s", error)
            return 500
        return 204

    def _verify(self, body, signature):
        secret = self._secret(MAX_AGE)
        if not secret:
            return 503
        # After a rotation, the first delivery finds the old secret in the cache.
        if _matches(secret, body, signature) or _matches(self._secret(MIN_AGE), body, signature):
            return 204
        return 401


class Cache:
    """Keeps the secret between requests.

    read() reads the secret store and returns None if there is no secret. While it
    fails, the last known secret stays in use.
    """

    def __init__(self, read, log=LOG, now=time.monotonic):
        self._read = read
        self._log = log
        self._now = now
        self._lock = threading.Lock()
        self._secret = None
        self._read_at = None

    def __call__(self, max_age):
        with self._lock:  # so that requests at the same time share one read
            if not self._secret:
                max_age = MIN_AGE_WITHOUT_SECRET
            if self._read_at is None or self._now() - self._read_at >= max_age:
                self._read_at = self._now()
                try:
                    self._secret = self._read()
                except Exception as error:  # the store's own kind of error
                    self._log.error("the secret can't be read: %s", error)
            return self._secret


def _read(chunks):
    """Returns the body, or None if it is too long.

    It reads a long body to its end, because a client that still sends would not see
    the response.
    """
    kept = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size <= MAX_BODY:
            kept.append(chunk)
    return b"".join(kept) if size <= MAX_BODY else None


def _matches(secret, body, signature):
    """Reports whether the signature belongs to the bytes as they arrived.

    JSON that was parsed and serialized again has another signature. compare_digest
    compares in constant time.
    """
    if not secret:
        return False
    return hmac.compare_digest(hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(), signature.lower())


def _parse(body):
    """Returns the list of events in a body, or None if there is none."""
    try:
        delivery = json.loads(body)
    except (ValueError, RecursionError):
        return None
    events = delivery.get("events") if isinstance(delivery, dict) else None
    return events if isinstance(events, list) else None
