import { isRecord } from '../base/is-record.ts';
import type { JsonRecord } from './json-answer.ts';

/** Where well-known authorization servers put the token, one level down: Slack, Lark and TikTok, Withings. */
const places = ['authed_user', 'data', 'body'];

/**
 * The part of an answer that holds the access token: the answer itself, else one of `places`.
 * A token one level down needs no type, or has one of Slack's own: it is a bearer token. Undefined if there is none.
 */
export function tokenInAnswer(answer: JsonRecord): JsonRecord | undefined {
  if ('access_token' in answer) return answer;
  const nested = places.map((place) => answer[place]).find((each) => isRecord(each) && isText(each['access_token']));
  if (!isRecord(nested)) return undefined;
  const { token_type: type } = nested;
  return { ...answer, ...nested, token_type: isText(type) && !ownTypes.has(type.toLowerCase()) ? type : 'Bearer' };
}

const ownTypes: ReadonlySet<string> = new Set(['user', 'bot']);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * A token response or refusal as a form, as GitHub sends them: a token with its type and scope, or an error. Undefined
 * for any other form.
 */
export function answerInForm(text: string, contentType: string | null): JsonRecord | undefined {
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType ?? '')) return undefined;
  const form = new URLSearchParams(text);
  const isToken = ['access_token', 'token_type', 'scope'].every((name) => form.has(name));
  return isToken || form.has('error') ? Object.fromEntries(form) : undefined;
}
