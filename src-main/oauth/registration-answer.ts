import { serverWords } from '../base/server-words.ts';
import { isRecord } from '../base/is-record.ts';
import type { RegistrationRefusal } from './registration-metadata.ts';

/** A registration endpoint's refusal. */
export class RefusedRegistration extends Error {
  readonly refusal: RegistrationRefusal;

  constructor(refusal: RegistrationRefusal, cause: Response) {
    super(`the registration was refused with ${refusal.status}`, { cause });
    this.name = 'RefusedRegistration';
    this.refusal = refusal;
  }
}

/**
 * Normalises the response for the library. Servers in use answer 200 where RFC 7591 section 3.2.1 says 201, and omit
 * `client_secret_expires_at` where it says REQUIRED; neither changes what was registered. Throws `RefusedRegistration`
 * for any other status, and for a 200 that has an error in it.
 */
export async function readRegistrationAnswer(response: Response): Promise<Response> {
  const { status, headers } = response;
  const text = await response.text();
  const body = parsed(text);
  if (status !== 200 && status !== 201) throw new RefusedRegistration(refusalOf(status, text, body, headers), response);
  if (!isRecord(body)) return new Response(text, { status: 201, headers });
  if (body['error'] !== undefined && body['client_id'] === undefined)
    throw new RefusedRegistration(refusalOf(400, text, body, headers), response);
  return new Response(JSON.stringify({ client_secret_expires_at: 0, ...body }), { status: 201, headers });
}

function refusalOf(status: number, text: string, body: unknown, headers: Headers): RegistrationRefusal {
  const record = isRecord(body) ? body : {};
  const error = textOf(record['error']);
  const words = serverWords(record) ?? (body === undefined && !isHtml(text, headers) ? text.trim() : '');
  return { status, isPage: isHtml(text, headers), ...(error && { error }), ...(words && { words }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

function isHtml(text: string, headers: Headers): boolean {
  return /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)\b/i.test(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
