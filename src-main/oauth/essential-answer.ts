import { isRecord } from '../base/is-record.ts';
import { type JsonRecord, parsedJson } from './json-answer.ts';
import { OddRefusal, refusalByStatus, refusalIn } from './odd-refusal.ts';
import { answerInForm, tokenInAnswer } from './token-in-answer.ts';

/**
 * The ID token's member name in the reduced answer: under its own name, the library would validate it and may refuse
 * the answer.
 */
export const handedOnIdToken = 'handed_on_id_token';

/**
 * Reduces a token response to the members that Keyfob uses. oauth4webapi refuses a whole response for an invalid
 * optional member or ID token, and lets a challenge header hide the error in the body. But after a refresh the old
 * refresh token may be used up, so the new one must not be lost to such a detail.
 *
 * Throws `OddRefusal` for a refusal that the library cannot read.
 */
export async function essentialAnswer(response: Response): Promise<Response> {
  const text = await response.text();
  const { status } = response;
  const headers = new Headers();
  for (const name of ['content-type', 'retry-after']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const same = () => new Response(text || null, { status, headers });
  const answer = parsedJson(text) ?? answerInForm(text, headers.get('content-type'));
  if (status === 200 && isRecord(answer)) {
    const token = tokenInAnswer(answer);
    if (token) return new Response(essentials(token), { headers: withJsonType(headers, answer, text) });
    const refusal = refusalIn(answer);
    if (refusal) throw new OddRefusal(refusal, same());
  }
  if (status < 400 || status >= 500 || isProper(answer, headers)) return same();
  throw new OddRefusal(refusalByStatus(answer, text), same());
}

/** RFC 6749 section 5.2: JSON with `error` as a text. */
function isProper(answer: unknown, headers: Headers): boolean {
  const isJson = /^application\/json\b/i.test(headers.get('content-type') ?? '');
  return isJson && isRecord(answer) && typeof answer['error'] === 'string' && answer['error'] !== '';
}

/** What was read from a form goes on as JSON. */
function withJsonType(headers: Headers, answer: JsonRecord, text: string): Headers {
  if (!isRecord(parsedJson(text)) && isRecord(answer)) headers.set('content-type', 'application/json');
  return headers;
}

function essentials(answer: JsonRecord): string {
  const { access_token, issued_token_type, token_type, refresh_token, id_token } = answer;
  return JSON.stringify({
    access_token,
    issued_token_type,
    token_type,
    expires_in: seconds(answer),
    refresh_token: typeof refresh_token === 'string' && refresh_token !== '' ? refresh_token : undefined,
    scope: scopeText(answer),
    [handedOnIdToken]: typeof id_token === 'string' && id_token !== '' ? id_token : undefined,
  });
}

/** A list of scopes counts as well as a text (RFC 6749 section 3.3). */
function scopeText({ scope }: JsonRecord): string | undefined {
  if (typeof scope === 'string') return scope;
  const texts = Array.isArray(scope) ? scope.filter((each) => typeof each === 'string') : [];
  return texts.length > 0 ? texts.join(' ') : undefined;
}

/** Undefined for a lifetime that is none (0, negative, words): such a token is used until it is refused. */
function seconds({ expires_in: value }: JsonRecord): number | undefined {
  const number = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*s?\s*$/.test(value) ? parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}
