// Reads the webhook's secret from Azure Key Vault, with the function app's managed
// identity.

/**
 * @param {object} options
 * @param {string} options.vault URL of the vault
 * @param {string} options.name name of the secret
 * @param {typeof fetch} [options.get] makes the requests
 * @param {object} [options.env] the environment, in which Azure names its identity endpoint
 * @returns {() => Promise<string|null>} null while there is no such secret
 */
export function secretReader({ vault, name, get = fetch, env = process.env }) {
  return async function readSecret() {
    const identity = new URL(env.IDENTITY_ENDPOINT);
    identity.searchParams.set("resource", "https://vault.azure.net");
    identity.searchParams.set("api-version", "2019-08-01");
    const token = await get(identity.href, {
      headers: { "X-IDENTITY-HEADER": env.IDENTITY_HEADER },
      signal: AbortSignal.timeout(3000),
    });
    if (!token.ok) throw new Error(`the identity endpoint answers ${token.status}`);
    const { access_token } = await token.json();

    const secret = await get(new URL(`secrets/${name}?api-version=7.4`, vault).href, {
      headers: { Authorization: `Bearer ${access_token}` },
      signal: AbortSignal.timeout(3000),
    });
    if (secret.status === 404) return null;
    if (!secret.ok) throw new Error(`Key Vault answers ${secret.status}`);
    return (await secret.json()).value;
  };
}
