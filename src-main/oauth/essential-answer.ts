import { isRecord, type JsonRecord } from './json-answer.ts';

/**
 * The ID token's member name in the reduced answer: under its own name, the library would validate it and may refuse
 * the answer.
 */
export const handedOnIdToken = 'handed_on_id_token';

/**
 * Reduces a token response to the members that Keyfob uses. oauth4webapi refuses a whole response for an invalid
 * optional member or ID token, and lets a challenge header hide the error in the body. But after a refresh the old
 * refresh token may be used up, so the new one must not be lost to such a detail.
 */
export async function essentialAnswer(response: Response): Promise<Response> {
  const text = await response.text();
  const headers = new Headers();
  for (const name of ['content-type', 'retry-after']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const answer = response.status === 200 ? parsed(text) : undefined;
  if (!isRecord(answer)) return new Response(text || null, { status: response.status, headers });
  if ('access_token' in answer) return new Response(essentials(answer), { headers });
  // GitHub answers 200 where RFC 8628 section 3.5 says 400.
  return new Response(text, { status: deviceErrors.has(answer.error) ? 400 : 200, headers });
}

const deviceErrors: ReadonlySet<unknown> = new Set([
  'authorization_pending',
  'slow_down',
  'expired_token',
  'access_denied',
]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function essentials(answer: JsonRecord): string {
  const { access_token, issued_token_type, token_type, refresh_token, scope, id_token } = answer;
  return JSON.stringify({
    access_token,
    issued_token_type,
    token_type,
    expires_in: seconds(answer),
    refresh_token: typeof refresh_token === 'string' && refresh_token !== '' ? refresh_token : undefined,
    scope: typeof scope === 'string' ? scope : undefined,
    [handedOnIdToken]: typeof id_token === 'string' && id_token !== '' ? id_token : undefined,
  });
}

function seconds({ expires_in: value }: JsonRecord): number | undefined {
  const number = typeof value === 'string' ? parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.max(number, 0) : undefined;
}
