import type { CustomFetchOptions, DPoPHandle } from 'oauth4webapi';
import { stripSecrets, secretsIn } from '../base/strip-secrets.ts';
import type { Fetch } from './fetch.ts';
import { isRecord } from '../base/is-record.ts';
import { parsedJson } from './json-answer.ts';
import { refusalIn } from './odd-refusal.ts';
import { answerInForm, tokenInAnswer } from './token-in-answer.ts';

/**
 * Adapts our fetch to oauth4webapi's `customFetch`. A redirect that is followed within the origin gets a DPoP proof of
 * its own: its `htu` is the address without query (RFC 9449 section 4.2).
 */
export function asLibraryFetch(fetch: Fetch, dpop?: DPoPHandle) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body === undefined || options.body === null ? undefined : options.body;
    // The library names itself; Keyfob's own name is set where the request is sent.
    const { 'user-agent': _, ...headers } = options.headers;
    const authorization = new Headers(options.headers).get('authorization');
    const token = /^DPoP (.+)$/.exec(authorization ?? '')?.[1];
    const response = await fetch(url, {
      method: options.method,
      headers,
      ...(dpop && { headersFor: async (target) => ({ dpop: await proofFor(dpop, options.method, target, token) }) }),
      ...(body !== undefined && { body: body as string | URLSearchParams }),
      ...(options.signal && { signal: options.signal }),
    });
    return withoutSentSecrets(response, [
      ...(body instanceof URLSearchParams ? secretParameters.flatMap((name) => body.getAll(name)) : []),
      ...(authorization === null ? [] : secretsIn(authorization)),
    ]);
  };
}

/** How the library's handle makes a proof; its types leave that out. */
interface ProofMaker {
  addProof: (url: URL, headers: Headers, method: string, accessToken?: string) => Promise<void>;
}

/** A proof for one request; with a token, for its use at a resource (RFC 9449 section 7.1). */
async function proofFor(dpop: DPoPHandle, method: string, url: URL, token: string | undefined): Promise<string> {
  const headers = new Headers();
  await (dpop as unknown as ProofMaker).addProof(url, headers, method, token);
  return headers.get('dpop') ?? '';
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
