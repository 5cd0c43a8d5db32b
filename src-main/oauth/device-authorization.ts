import { deviceAuthorizationRequest, processDeviceAuthorizationResponse } from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { authenticatedClient, type ClientCredentials } from './client-authentication.ts';
import { endpointAnswer, libraryOptions } from './endpoint-call.ts';
import { essentialAnswer } from './essential-answer.ts';
import type { Fetch } from './fetch.ts';
import { secureUrl } from '../../src-preload/contract/secure-url.ts';

interface DeviceRequest {
  authorizationServer: AuthorizationServerMetadata;
  credentials: ClientCredentials;
  /** Empty: no `scope` parameter. */
  scope: string;
  /** RFC 8707 section 2. Absent: no such parameter, for authorization servers that refuse it. */
  resource?: string | undefined;
  fetch: Fetch;
}

export interface DeviceAuthorization {
  deviceCode: Secret;
  /** What the user enters at `verificationUri`: printable ASCII, at most 64 characters. */
  userCode: string;
  verificationUri: string;
  /** The verification URI with the user code included. */
  verificationUriComplete?: string;
  /** Seconds, at most a day. */
  expiresIn: number;
  /** Seconds to wait before each poll, 1 to 300. */
  interval: number;
}

const oneDay = 24 * 3600;
const longestInterval = 300;
/** The default of RFC 8628 section 3.2. */
const usualInterval = 5;

/**
 * Requests a device code and the user code for it. RFC 8628 sections 3.1 and 3.2. Throws `grant_unsupported`,
 * `client_unknown`, `authorization_refused`, `answer_malformed`, `server_error`, and `endpoint_refused` if the
 * verification URI is not safe to open.
 */
export async function requestDeviceAuthorization(request: DeviceRequest): Promise<DeviceAuthorization> {
  const { authorizationServer, credentials, scope, resource } = request;
  const endpoint = authorizationServer.device_authorization_endpoint;
  const { host } = new URL(authorizationServer.issuer);
  if (endpoint === undefined) {
    throw new Fault('grant_unsupported', `${host} offers no sign-in by code`, { values: { host } });
  }
  const { client, authentication } = await authenticatedClient(credentials);
  const parameters = { ...(scope && { scope }), ...(resource !== undefined && { resource }) };
  const meanings = { refused: 'authorization_refused', malformed: 'answer_malformed', down: 'server_error' } as const;
  const answer = await endpointAnswer(endpoint, request, meanings, async () => {
    const response = await deviceAuthorizationRequest(
      authorizationServer,
      client,
      authentication,
      parameters,
      libraryOptions(request),
    );
    return processDeviceAuthorizationResponse(authorizationServer, client, await essentialAnswer(response));
  });
  if (!/^[\x20-\x7e]{1,64}$/.test(answer.user_code)) {
    throw new Fault('answer_malformed', `${host} gave a user code that nobody can type`, { values: { host } });
  }
  const { verification_uri_complete: complete } = answer;
  return {
    deviceCode: new Secret(answer.device_code),
    userCode: answer.user_code,
    verificationUri: safeAddress(answer.verification_uri, host),
    ...(complete !== undefined && { verificationUriComplete: safeAddress(complete, host) }),
    expiresIn: Math.min(answer.expires_in, oneDay),
    interval: Math.min(Math.max(answer.interval ?? usualInterval, 1), longestInterval),
  };
}

function safeAddress(value: string, host: string): string {
  const url = secureUrl(value);
  if (url) return url.href;
  throw new Fault('endpoint_refused', `verification_uri of ${host} is not a usable address`, {
    values: { host, endpoint: 'verification_uri' },
  });
}
