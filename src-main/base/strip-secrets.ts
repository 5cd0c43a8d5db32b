import { mapStream } from './map-stream.ts';
import { SecretStripper } from './secret-stripper.ts';

/** Shorter values are ordinary words rather than secrets. */
const shortestSecret = 8;
const gap = '…';

/**
 * Removes these secrets from a text in every encoding in which a server may quote them: plain, JSON, or query.
 * Overlapping occurrences are removed completely.
 */
export function stripSecrets(text: string, secrets: readonly string[]): string {
  const stripper = new SecretStripper(encodedForms(secrets), gap);
  return `${stripper.push(Buffer.from(text)).toString()}${stripper.end().toString()}`;
}

/**
 * Returns the response with these secrets removed, because callers show it, log it or pass it to a page. It remains a
 * stream: only bytes that may begin a secret are held back.
 */
export function stripFromResponse(response: Response, secrets: readonly string[]): Response {
  const forms = encodedForms(secrets);
  if (!response.body || forms.length === 0) return response;
  const stripper = new SecretStripper(forms, gap);
  const body = mapStream(response.body, { chunk: (chunk) => stripper.push(chunk), end: () => stripper.end() });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * The secret parts of an `Authorization` header or a similar one: the whole value, the part after the scheme, and the
 * decoded password of Basic, which RFC 6749 section 2.3.1 form-encodes first.
 */
export function secretsIn(header: string): string[] {
  const [, scheme = '', credentials] = /^([\w-]+) +(\S.*)$/.exec(header) ?? [];
  if (credentials === undefined) return [header];
  if (scheme.toLowerCase() !== 'basic') return [header, credentials];
  const decoded = Buffer.from(credentials, 'base64').toString();
  const password = decoded.slice(decoded.indexOf(':') + 1);
  return [header, credentials, decoded, password, ...new URLSearchParams(`password=${password}`).values()];
}

function encodedForms(secrets: readonly string[]): string[] {
  const long = secrets.filter((secret) => secret.length >= shortestSecret);
  const all = long.flatMap((secret) => [
    secret,
    secret.replaceAll('/', '\\/'),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
  ]);
  return [...new Set(all)];
}
