import { SecretCutter } from './secret-cutter.ts';

/** Shorter than this, a value is a word like any other, and no secret. */
const shortestSecret = 8;
const gap = '…';

/**
 * A text without these secrets, in any spelling that one gets where it is quoted: as it is, in JSON, or in a query. Each letter
 * that belongs to one is gone, also where two of them overlap.
 */
export function cutOut(text: string, secrets: readonly string[]): string {
  const cutter = new SecretCutter(spellings(secrets), gap);
  return `${cutter.push(Buffer.from(text)).toString()}${cutter.end().toString()}`;
}

/**
 * An answer that does not quote these secrets, because its readers show it, log it or hand it to a page. It comes as it came;
 * nothing is held back except what may be the beginning of a secret.
 */
export function cutOutOf(response: Response, secrets: readonly string[]): Response {
  const spelled = spellings(secrets);
  if (!response.body || spelled.length === 0) return response;
  const cutter = new SecretCutter(spelled, gap);
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        const left = cutter.push(chunk);
        if (left.length > 0) controller.enqueue(left);
      },
      flush(controller) {
        const left = cutter.end();
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

function spellings(secrets: readonly string[]): string[] {
  const long = secrets.filter((secret) => secret.length >= shortestSecret);
  const all = long.flatMap((secret) => [
    secret,
    secret.replaceAll('/', '\\/'),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
  ]);
  return [...new Set(all)];
}
