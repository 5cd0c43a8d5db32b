import { processPushedAuthorizationResponse, pushedAuthorizationRequest } from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import { requireCodeGrant, type AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { authenticatedClient, type ClientCredentials } from './client-authentication.ts';
import type { DpopHandle } from './dpop.ts';
import { endpointAnswer, libraryOptions } from './endpoint-call.ts';
import { essentialAnswer } from './essential-answer.ts';
import type { Fetch } from './fetch.ts';

interface PushedRequest {
  authorizationServer: AuthorizationServerMetadata;
  credentials: ClientCredentials;
  /** The URL from `createAuthorizationRequest`. */
  url: URL;
  fetch: Fetch;
  /** Binds the code to the DPoP key as well. RFC 9449 section 10.1. */
  dpop?: DpopHandle | undefined;
}

/**
 * Pushes the authorization request to the server and returns the URL that refers to it, so that the browser neither
 * sees nor can change the parameters. RFC 9126 sections 2.1 and 4. Throws `pushed_requests_unsupported` if the server
 * names no endpoint for it, `client_unknown`, `authorization_refused`, `answer_malformed`, `server_error`.
 */
export async function pushAuthorizationRequest(request: PushedRequest): Promise<URL> {
  const { authorizationServer, credentials } = request;
  const endpoint = authorizationServer.pushed_authorization_request_endpoint;
  const { host } = new URL(authorizationServer.issuer);
  if (endpoint === undefined) {
    throw new Fault('pushed_requests_unsupported', `${host} takes no pushed requests`, { values: { host } });
  }
  const { client, authentication } = await authenticatedClient(credentials);
  const target = new URL(requireCodeGrant(authorizationServer));
  const parameters = pushedParameters(request.url, target);
  const meanings = { refused: 'authorization_refused', malformed: 'answer_malformed', down: 'server_error' } as const;
  const { request_uri: requestUri } = await endpointAnswer(endpoint, request, meanings, async () => {
    const response = await essentialAnswer(
      await pushedAuthorizationRequest(
        authorizationServer,
        client,
        authentication,
        parameters,
        libraryOptions(request),
      ),
    );
    return processPushedAuthorizationResponse(authorizationServer, client, created(response));
  });
  for (const name of parameters.keys()) target.searchParams.delete(name);
  target.searchParams.set('client_id', credentials.clientId);
  target.searchParams.set('request_uri', requestUri);
  return target;
}

/** The parameters of the request, without those in the authorization endpoint's own query. */
function pushedParameters(url: URL, endpoint: URL): URLSearchParams {
  const own = (name: string, value: string) => endpoint.searchParams.getAll(name).includes(value);
  return new URLSearchParams([...url.searchParams].filter(([name, value]) => !own(name, value)));
}

/** Servers in use answer 200 where RFC 9126 section 2.2 says 201. */
function created(response: Response): Response {
  return response.status === 200 ? new Response(response.body, { status: 201, headers: response.headers }) : response;
}
