import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "receiver"))

from secret import secret_reader


class SecretsManager:
    """Answers like the client of boto3, and records what it is asked."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def get_secret_value(self, **arguments):
        self.asked.append(arguments)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class SecretReader(unittest.TestCase):
    def test_asks_for_the_secret(self):
        client = SecretsManager({"SecretString": "opensesame"})
        self.assertEqual(secret_reader("the-id", client)(), "opensesame")
        self.assertEqual(client.asked, [{"SecretId": "the-id"}])

    def test_no_version_yet(self):
        client = SecretsManager(SecretsManager.exceptions.ResourceNotFoundException("no value"))
        self.assertIsNone(secret_reader("the-id", client)())

    def test_a_binary_secret_is_none(self):
        self.assertIsNone(secret_reader("the-id", SecretsManager({"SecretBinary": b"x"}))())

    def test_other_errors_are_raised(self):
        client = SecretsManager(PermissionError("AccessDenied"))
        with self.assertRaisesRegex(PermissionError, "AccessDenied"):
            secret_reader("the-id", client)()


if __name__ == "__main__":
    unittest.main()
