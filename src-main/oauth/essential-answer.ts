import { isRecord, type JsonRecord } from './json-answer.ts';

/** Under which name an ID token is handed on: the library looks into what has its own name, and refuses the answer for it. */
export const handedOnIdToken = 'handed_on_id_token';

/**
 * A token endpoint's answer with nothing in it but what Keyfob uses. oauth4webapi refuses a whole answer for an optional
 * member that does not fit or an ID token that says nothing Keyfob needs, and lets a challenge hide the error beside it. But
 * whoever answers a refresh has used up the old token: nobody may lose the new one over that.
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
  // GitHub says with 200 what RFC 8628 section 3.5 says with 400.
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
