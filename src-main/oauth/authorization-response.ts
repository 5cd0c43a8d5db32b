import { AuthorizationResponseError, validateAuthResponse } from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';

/** Parameters of a response that passed every check; `exchangeAuthorizationCode` accepts no other type. */
export type ValidAuthorizationResponse = URLSearchParams & { readonly [validated]: true };

declare const validated: unique symbol;

const longestUrl = 16_384;

/**
 * Parses a redirect from the browser (app link or loopback). Throws `response_invalid` if the URL is too long, repeats
 * a parameter (forbidden by RFC 6749 section 3.1) or has no state.
 */
export function parseAuthorizationResponse(url: string): { parameters: URLSearchParams; state: string } {
  const refuse = (why: string) => new Fault('response_invalid', `authorization response: ${why}`);
  if (url.length > longestUrl || !URL.canParse(url)) throw refuse('oversized or no URL');
  const parameters = new URL(url).searchParams;
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) throw refuse('a parameter is doubled');
  const state = parameters.get('state');
  if (!state) throw refuse('no state');
  return { parameters, state };
}

/**
 * An error that came without a state: nothing proves which request it answers, or who made it. Undefined for any other
 * URL. RFC 6749 section 4.1.2.1 requires the state; some servers leave it out of denials.
 */
export function unprovedRefusal(url: string): { error: string; words: string } | undefined {
  if (url.length > longestUrl || !URL.canParse(url)) return undefined;
  const { searchParams } = new URL(url);
  const error = searchParams.get('error');
  if (!error || searchParams.get('state') || searchParams.has('code')) return undefined;
  return { error, words: searchParams.get('error_description') ?? error };
}

/** The state of a redirect from the browser; undefined if the URL is no authorization response. */
export function stateOfResponse(url: string): string | undefined {
  try {
    return parseAuthorizationResponse(url).state;
  } catch {
    return undefined;
  }
}

/**
 * Validates the issuer before the content: `iss` against the recorded issuer (RFC 9207 section 2.4), then `state`, and
 * only then `error`, whose text could otherwise come from an attacker. Throws `response_issuer_wrong`, `access_denied`,
 * `client_unknown`, `authorization_refused`, `response_invalid`.
 */
export function validateAuthorizationResponse(
  authorizationServer: AuthorizationServerMetadata,
  clientId: string,
  parameters: URLSearchParams,
  expectedState: string,
): ValidAuthorizationResponse {
  const { host } = new URL(authorizationServer.issuer);
  const iss = parameters.get('iss');
  if (
    iss === null
      ? authorizationServer.authorization_response_iss_parameter_supported
      : iss !== authorizationServer.issuer
  ) {
    throw new Fault('response_issuer_wrong', 'the answer is not from the authorization server that was asked', {
      values: { host },
    });
  }
  try {
    const valid = validateAuthResponse(authorizationServer, { client_id: clientId }, parameters, expectedState);
    if (!valid.get('code')) throw new Fault('response_invalid', 'neither code nor error', { values: { host } });
    return valid as ValidAuthorizationResponse;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (!(cause instanceof AuthorizationResponseError)) {
      throw new Fault('response_invalid', 'the answer breaks the protocol', { values: { host }, cause });
    }
    throw new Fault(
      meanings.get(cause.error) ?? 'authorization_refused',
      `authorization ended with ${JSON.stringify(cause.error)}`,
      {
        values: { host },
        serverText: cause.error_description ?? cause.error,
        cause,
      },
    );
  }
}

/**
 * RFC 6749 section 4.1.2.1. `unauthorized_client` usually means that the authorization server has forgotten the
 * registration.
 */
const meanings: ReadonlyMap<string, Fault['code']> = new Map([
  ['access_denied', 'access_denied'],
  ['unauthorized_client', 'client_unknown'],
  ['invalid_client', 'client_unknown'],
]);
