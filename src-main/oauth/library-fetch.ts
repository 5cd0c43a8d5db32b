import type { CustomFetchOptions } from 'oauth4webapi';
import { stripSecrets, secretsIn } from '../base/strip-secrets.ts';
import type { Fetch } from './fetch.ts';
import { isRecord } from './json-answer.ts';

/** Adapts our fetch to oauth4webapi's `customFetch`. Both never follow redirects at the token endpoint. */
export function asLibraryFetch(fetch: Fetch) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body === undefined || options.body === null ? undefined : options.body;
    const response = await fetch(url, {
      method: options.method,
      headers: options.headers,
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
  return new Response((response.ok && isSuccess(text) ? text : stripSecrets(text, sent)) || null, { status, headers });
}

/** Some authorization servers send errors with status 200. */
function isSuccess(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) && !('error' in answer);
  } catch {
    return false;
  }
}
