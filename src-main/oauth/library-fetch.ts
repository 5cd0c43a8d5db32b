import type { CustomFetchOptions } from 'oauth4webapi';
import type { Fetch } from './fetch.ts';

/** Our fetch in the shape that oauth4webapi calls. It never follows redirects there: neither does ours for tokens. */
export function asLibraryFetch(fetch: Fetch) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body === undefined || options.body === null ? undefined : options.body;
    const response = await fetch(url, {
      method: options.method,
      headers: options.headers,
      ...(body !== undefined && { body: body as string | URLSearchParams }),
      ...(options.signal && { signal: options.signal }),
    });
    return response.status >= 400 && body instanceof URLSearchParams ? withoutSecrets(response, body) : response;
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

const shortestSecret = 8;

/** A refusal that does not quote what it refuses: its words are shown to people, and go into the log. */
async function withoutSecrets(response: Response, sent: URLSearchParams): Promise<Response> {
  const secrets = secretParameters.flatMap((name) => sent.getAll(name)).filter((one) => one.length >= shortestSecret);
  const text = await response.text();
  const { status, headers } = response;
  return new Response(secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text) || null, {
    status,
    headers,
  });
}
