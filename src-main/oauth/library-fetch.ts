import type { CustomFetchOptions } from 'oauth4webapi';
import { stripSecrets, secretsIn } from '../base/strip-secrets.ts';
import type { Fetch } from './fetch.ts';
import { isRecord } from '../base/is-record.ts';
import { parsedJson } from './json-answer.ts';
import { refusalIn } from './odd-refusal.ts';
import { answerInForm, tokenInAnswer } from './token-in-answer.ts';

/** Adapts our fetch to oauth4webapi's `customFetch`. Both never follow redirects at the token endpoint. */
export function asLibraryFetch(fetch: Fetch) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body === undefined || options.body === null ? undefined : options.body;
    // The library names itself; Keyfob's own name is set where the request is sent.
    const { 'user-agent': _, ...headers } = options.headers;
    const response = await fetch(url, {
      method: options.method,
      headers,
      ...(body !== undefined && { body: body as string | URLSearchParams }),
      ...(options.signal && { signal: options.signal }),
    });
    const authorization = new Headers(options.headers).get('authorization');
    return withoutSentSecrets(response, [
      ...(body instanceof URLSearchParams ? secretParameters.flatMap((name) => body.getAll(name)) : []),
      ...(authorization === null ? [] : secretsIn(authorization)),
    ]);
  };
}

const secretParameters = [
  'code',
  'code_verifier',
  'refresh_token',
  'token',
  'device_code',
  'client_secret',
  'client_assertion',
  'assertion',
  'subject_token',
];

/**
 * Removes quoted secrets from an error response, whose text is shown to users and logged. A successful response may
 * legitimately repeat a value that was sent, and is left unchanged.
 */
async function withoutSentSecrets(response: Response, sent: readonly string[]): Promise<Response> {
  if (sent.length === 0 || !response.body) return response;
  const text = await response.text();
  const { status, headers } = response;
  const isKept = response.ok && isSuccess(text, headers.get('content-type'));
  return new Response((isKept ? text : stripSecrets(text, sent)) || null, { status, headers });
}

/** Some authorization servers send errors with status 200. What holds a token is none, whatever stands beside it. */
function isSuccess(text: string, contentType: string | null): boolean {
  const answer = parsedJson(text) ?? answerInForm(text, contentType);
  return isRecord(answer) && (tokenInAnswer(answer) !== undefined || refusalIn(answer) === undefined);
}
