import {
  DPoP,
  isDPoPNonceError,
  protectedResourceRequest,
  WWWAuthenticateChallengeError,
  type DPoPHandle,
} from 'oauth4webapi';
import type { Secret } from '../secret.ts';
import { libraryOptions } from './endpoint-request.ts';
import type { Fetch } from './fetch.ts';
import { generateSigningKey, importPublicKey, importSigningKey } from './signing-key.ts';

/** A key that tokens are bound to, and the newest nonce of each origin that wants one. RFC 9449. */
export interface DpopHandle {
  readonly proofs: DPoPHandle;
}

/** A new key for one sign-in: an ES256 private JWK. Whoever loses it has lost the tokens, too. */
export function generateDpopKey(): Promise<Secret> {
  return generateSigningKey();
}

/**
 * The handle that makes proofs with this key. Kept for as long as the tokens are used, it saves a request whenever a
 * server wants nonces. Throws `request_invalid` where the key cannot sign.
 */
export async function dpopHandle(key: Secret): Promise<DpopHandle> {
  const [{ key: privateKey }, publicKey] = await Promise.all([importSigningKey(key), importPublicKey(key)]);
  return { proofs: DPoP({}, { privateKey, publicKey }) };
}

/** The key's thumbprint, for `dpop_jkt` of an authorization request: the code is bound to it as well (RFC 9449 section 10). */
export function dpopThumbprint(key: Secret): string {
  return (JSON.parse(key.reveal()) as { kid: string }).kid;
}

interface ResourceRequest {
  method?: string;
  /** Without `Authorization`, which is put in here. */
  headers?: Record<string, string> | Headers;
  body?: string | URLSearchParams | null;
  signal?: AbortSignal | null;
}

/**
 * Asks a protected resource with a token and a proof for it (RFC 9449 section 7.1), and once more where it wants another
 * nonce (section 9). Any other answer is the caller's, 401 and 403 too.
 */
export async function dpopRequest(
  handle: DpopHandle,
  accessToken: Secret,
  url: string | URL,
  init: ResourceRequest,
  fetch: Fetch,
): Promise<Response> {
  const first = await send(handle, accessToken, new URL(url), init, fetch);
  if (!first.wantsNonce) return first.response;
  await first.response.body?.cancel();
  return (await send(handle, accessToken, new URL(url), init, fetch)).response;
}

async function send(
  { proofs }: DpopHandle,
  accessToken: Secret,
  url: URL,
  { method = 'GET', headers, body, signal }: ResourceRequest,
  fetch: Fetch,
): Promise<{ response: Response; wantsNonce: boolean }> {
  const others = new Headers(headers);
  others.delete('authorization');
  others.delete('dpop');
  try {
    const response = await protectedResourceRequest(accessToken.reveal(), method, url, others, body, {
      ...libraryOptions({ fetch, dpop: { proofs } }),
      ...(signal && { signal }),
    });
    return { response, wantsNonce: false };
  } catch (error) {
    // A challenge is an answer like any other: who asked knows what to do with it.
    if (!(error instanceof WWWAuthenticateChallengeError)) throw error;
    const { response } = error;
    const wantsNonce = response.status === 401 && isDPoPNonceError(error) && response.headers.has('dpop-nonce');
    return { response, wantsNonce };
  }
}
