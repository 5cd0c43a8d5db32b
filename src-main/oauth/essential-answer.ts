import { isRecord, type JsonRecord } from './json-answer.ts';

/**
 * A token endpoint's answer with nothing in it but what Keyfob uses. oauth4webapi refuses a whole answer for an optional
 * member that does not fit or an ID token that nobody reads here, and lets a challenge hide the error beside it. But
 * whoever answers a refresh has used up the old token: nobody may lose the new one over that.
 */
export async function essentialAnswer(response: Response): Promise<Response> {
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  return new Response((response.status === 200 ? essentials(text) : text) || null, {
    status: response.status,
    headers: contentType === null ? {} : { 'content-type': contentType },
  });
}

function essentials(text: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return text;
  }
  if (!isRecord(answer) || !('access_token' in answer)) return text;
  const { access_token, token_type, refresh_token, scope } = answer;
  return JSON.stringify({
    access_token,
    token_type,
    expires_in: seconds(answer),
    refresh_token: typeof refresh_token === 'string' && refresh_token !== '' ? refresh_token : undefined,
    scope: typeof scope === 'string' ? scope : undefined,
  });
}

function seconds({ expires_in: value }: JsonRecord): number | undefined {
  const number = typeof value === 'string' ? parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.max(number, 0) : undefined;
}
