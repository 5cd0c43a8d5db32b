import {
  DPoP,
  isDPoPNonceError,
  protectedResourceRequest,
  WWWAuthenticateChallengeError,
  type DPoPHandle,
} from 'oauth4webapi';
import type { Secret } from '../base/secret.ts';
import { libraryOptions } from './endpoint-call.ts';
import type { Fetch } from './fetch.ts';
import { generateSigningKey, importPublicKey, importSigningKey } from './signing-key.ts';

/** A key that tokens are bound to, and the latest nonce of each origin that requires one. RFC 9449. */
export type DpopHandle = DPoPHandle;

/** A new key for one sign-in: an ES256 private JWK. Tokens bound to it are unusable without it. */
export function generateDpopKey(): Promise<Secret> {
  return generateSigningKey();
}

/**
 * Creates the handle that signs proofs with this key. Keep it as long as the tokens: it remembers nonces, which saves a
 * request per call. Throws `request_invalid` if the key cannot sign.
 */
export async function dpopHandle(key: Secret): Promise<DpopHandle> {
  const [{ key: privateKey }, publicKey] = await Promise.all([importSigningKey(key), importPublicKey(key)]);
  return DPoP({}, { privateKey, publicKey });
}

/**
 * The key's thumbprint for `dpop_jkt` in an authorization request, which binds the code as well (RFC 9449 section 10).
 */
export function dpopThumbprint(key: Secret): string {
  return (JSON.parse(key.reveal()) as { kid: string }).kid;
}

interface ResourceRequest {
  method?: string;
  /** Without `Authorization`, which is added here. */
  headers?: Record<string, string> | Headers;
  body?: string | URLSearchParams | null;
  signal?: AbortSignal | null;
}

/**
 * Sends a request with a token and a proof (RFC 9449 section 7.1); repeats it once with a fresh nonce if required
 * (section 9). All other responses, including 401 and 403, are returned to the caller.
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
  dpop: DpopHandle,
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
      ...libraryOptions({ fetch, dpop }),
      ...(signal && { signal }),
    });
    return { response, wantsNonce: false };
  } catch (error) {
    // The library throws on any challenge; the caller handles it as a response.
    if (!(error instanceof WWWAuthenticateChallengeError)) throw error;
    const { response } = error;
    const wantsNonce = response.status === 401 && isDPoPNonceError(error) && response.headers.has('dpop-nonce');
    return { response, wantsNonce };
  }
}
