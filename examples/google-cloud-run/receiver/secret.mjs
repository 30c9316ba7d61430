// Reads the webhook's secret from Google Secret Manager, with the service account of
// the instance.

const TOKEN = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";

/**
 * @param {object} options
 * @param {string} options.name projects/PROJECT/secrets/SECRET
 * @param {typeof fetch} [options.get] makes the requests
 * @returns {() => Promise<string|null>} null while the secret has no version
 */
export function secretReader({ name, get = fetch }) {
  return async function readSecret() {
    const token = await get(TOKEN, { headers: { "Metadata-Flavor": "Google" }, signal: AbortSignal.timeout(3000) });
    if (!token.ok) throw new Error(`the metadata server answers ${token.status}`);
    const { access_token } = await token.json();

    const secret = await get(`https://secretmanager.googleapis.com/v1/${name}/versions/latest:access`, {
      headers: { Authorization: `Bearer ${access_token}` },
      signal: AbortSignal.timeout(3000),
    });
    if (secret.status === 404) return null;
    if (!secret.ok) throw new Error(`Secret Manager answers ${secret.status}`);
    const { payload } = await secret.json();
    return Buffer.from(payload.data, "base64").toString("utf8");
  };
}
