"""Reads the webhook's secret from AWS Secrets Manager."""


def secret_reader(secret_id, client=None):
    """Returns a function that reads the secret.

    That function returns None while the secret has no value. client is a client for
    Secrets Manager; by default it is one of the SDK that Lambda's runtime contains.
    """
    def read():
        nonlocal client
        if client is None:
            import boto3
            client = boto3.client("secretsmanager")
        try:
            return client.get_secret_value(SecretId=secret_id).get("SecretString")
        except client.exceptions.ResourceNotFoundException:
            return None  # it has no version yet
    return read
