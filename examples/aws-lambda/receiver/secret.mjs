// Reads the webhook's secret from AWS Secrets Manager.

/**
 * @param {object} options
 * @param {string} options.id name or ARN of the secret
 * @param {() => Promise<object>} [options.load] loads the SDK that Lambda's runtime contains
 * @returns {() => Promise<string|null>} null while the secret has no value
 */
export function secretReader({ id, load = () => import("@aws-sdk/client-secrets-manager") }) {
  let client;
  return async function readSecret() {
    const { SecretsManagerClient, GetSecretValueCommand } = await load();
    client ??= new SecretsManagerClient();
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
      return SecretString ?? null;
    } catch (error) {
      if (error.name === "ResourceNotFoundException") return null; // no version yet
      throw error;
    }
  };
}
