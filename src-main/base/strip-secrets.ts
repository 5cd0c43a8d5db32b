import { SecretStripper } from './secret-stripper.ts';

/** Shorter than this, a value is a word like any other, and no secret. */
const shortestSecret = 8;
const gap = '…';

/**
 * A text without these secrets, in any spelling that one gets where it is quoted: as it is, in JSON, or in a query. Each letter
 * that belongs to one is gone, also where two of them overlap.
 */
export function stripSecrets(text: string, secrets: readonly string[]): string {
  const stripper = new SecretStripper(encodedForms(secrets), gap);
  return `${stripper.push(Buffer.from(text)).toString()}${stripper.end().toString()}`;
}

/**
 * An answer that does not quote these secrets, because its readers show it, log it or hand it to a page. It comes as it came;
 * nothing is held back except what may be the beginning of a secret.
 */
export function stripFromResponse(response: Response, secrets: readonly string[]): Response {
  const forms = encodedForms(secrets);
  if (!response.body || forms.length === 0) return response;
  const stripper = new SecretStripper(forms, gap);
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        const left = stripper.push(chunk);
        if (left.length > 0) controller.enqueue(left);
      },
      flush(controller) {
        const left = stripper.end();
        if (left.length > 0) controller.enqueue(left);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * What is secret in the value of an `Authorization` header, or of one like it: all of it, what comes after the scheme, and what
 * Basic makes of a password, which RFC 6749 section 2.3.1 has encoded like a form before that.
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
