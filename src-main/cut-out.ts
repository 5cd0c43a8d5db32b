/** Shorter than this, a value is a word like any other, and no secret. */
const shortestSecret = 8;
const gap = '…';

/** A text without these secrets, in any spelling that one gets where it is quoted: as it is, in JSON, or in a query. */
export function cutOut(text: string, secrets: readonly string[]): string {
  return without(text, spellings(secrets), gap);
}

/**
 * An answer that does not quote these secrets: whoever reads it shows it, logs it or hands it to a page. It comes as it came;
 * nothing is held back but what may be the beginning of a secret.
 */
export function cutOutOf(response: Response, secrets: readonly string[]): Response {
  // As bytes, one character each: what is no UTF-8 stays what it is.
  const spelled = spellings(secrets).map((secret) => Buffer.from(secret).toString('latin1'));
  if (!response.body || spelled.length === 0) return response;
  const bytesOfGap = Buffer.from(gap).toString('latin1');
  let held = '';
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        const text = without(
          held + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1'),
          spelled,
          bytesOfGap,
        );
        const end = text.length - begun(text, spelled);
        held = text.slice(end);
        if (end > 0) controller.enqueue(Buffer.from(text.slice(0, end), 'latin1'));
      },
      flush(controller) {
        if (held) controller.enqueue(Buffer.from(held, 'latin1'));
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
  // A secret may be a part of another one.
  return [...new Set(all)].toSorted((one, other) => other.length - one.length);
}

function without(text: string, secrets: readonly string[], instead: string): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, instead), text);
}

/** How many characters at the end of the text may be the beginning of a secret. */
function begun(text: string, secrets: readonly string[]): number {
  let longest = 0;
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, text.length); length > longest; length--)
      if (text.endsWith(secret.slice(0, length))) longest = length;
  }
  return longest;
}
