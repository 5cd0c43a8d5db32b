import type { ReturnPath } from '../../../src-preload/contract.ts';
import { Fault, isFault } from '../../base/fault.ts';
import type { Outbound } from '../../http/guarded-fetch.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import { registerClient, type RegisteredClient } from '../../oauth/client-registration.ts';
import { appLinkRedirectUri } from '../../redirect/app-link.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Attempt } from '../state/attempts.ts';
import type { RedirectOptions } from '../state/authorization.ts';
import { documentClient, isByDocument } from './client-metadata.ts';
import type { Context } from '../context.ts';
import { isFor, secretEndpoints } from './secret-endpoints.ts';
import { openedOrNone } from '../open-sealed.ts';
import { preregisteredClient } from './preregistered-client.ts';

/** A registration whose redirect URI leads to this app. */
export type RedirectRegistration = ClientRegistration & { returnPath: ReturnPath };

interface RegistrationRequest {
  server: Server;
  authorizationServer: AuthorizationServerMetadata;
  outbound: Outbound;
  attempt: Attempt;
  options: RedirectOptions;
  onResponse: (url: string) => boolean;
}

/**
 * The registration for the authorization code grant, with its listener: the one that the user entered, else the client
 * id metadata document if both sides support it, else one that Keyfob registers (MCP 2025-11-25). A new registration
 * tries the app link first; if the authorization server refuses it, uses loopback and remembers that for the issuer
 * (RFC 8252 section 7; MCP itself only allows https and localhost).
 */
export async function redirectRegistration(
  context: Context,
  request: RegistrationRequest,
): Promise<RedirectRegistration> {
  const { server, authorizationServer, options } = request;
  const { issuer } = authorizationServer;
  const learned = context.store.issuerReturnPaths.get(server.workspaceId, issuer);
  const chosen = options.returnPath ?? (server.returnPath === 'automatic' ? undefined : server.returnPath);
  const preregistered = preregisteredClient(context, server, authorizationServer);
  if (preregistered) return preregisteredRedirect(context, request, preregistered);
  const document = documentClient(context, server, authorizationServer);
  // A metadata document can only list loopback, as the specification does.
  const first = document ? 'loopback' : (chosen ?? learned ?? 'app_link');
  if (first === 'loopback' || !(await context.appLinksWork())) return loopbackRegistration(context, request);
  try {
    return await registrationFor(context, request, 'app_link', appLinkRedirectUri);
  } catch (error) {
    if (chosen || !isFault(error, 'redirect_refused_by_server')) throw error;
    const registration = await loopbackRegistration(context, request).catch((second: unknown) => {
      throw isFault(second, 'redirect_refused_by_server') ? refusedOutright(second) : second;
    });
    context.store.issuerReturnPaths.learn(server.workspaceId, issuer, 'loopback', context.now());
    return registration;
  }
}

/** The registration that the user entered, with its fixed return path; a loopback listener uses its port. */
async function preregisteredRedirect(
  context: Context,
  { attempt, onResponse }: RegistrationRequest,
  registration: ClientRegistration,
): Promise<RedirectRegistration> {
  if (registration.returnPath === 'app_link') return { ...registration, returnPath: 'app_link' };
  const { port } = new URL(registration.redirectUri);
  const listener = await context.listenOnLoopback(port ? Number(port) : undefined, onResponse);
  attempt.signal.addEventListener('abort', () => listener.close(), { once: true });
  // RFC 8252 section 7.3: the port of a loopback redirect may differ from the registered one.
  return { ...registration, returnPath: 'loopback', redirectUri: listener.redirectUri };
}

/** Both return paths were refused, so the redirect URI was not the reason, and another one would not help. */
function refusedOutright({ message, values, serverText, cause }: Fault): Fault {
  return new Fault('registration_refused', message, { values, serverText, cause });
}

/**
 * Listens before registering, on the already registered port if it is free: not every authorization server lets the
 * port vary, as RFC 8252 section 7.3 requires.
 */
async function loopbackRegistration(context: Context, request: RegistrationRequest): Promise<RedirectRegistration> {
  const { server, authorizationServer, attempt } = request;
  const earlier = registrationInUse(context, server, authorizationServer, 'loopback');
  const port = earlier && Number(new URL(earlier.redirectUri).port);
  const listener = await context.listenOnLoopback(port, request.onResponse);
  attempt.signal.addEventListener('abort', () => listener.close(), { once: true });
  return registrationFor(context, request, 'loopback', listener.redirectUri);
}

async function registrationFor(
  context: Context,
  { server, authorizationServer, outbound, options }: RegistrationRequest,
  returnPath: ReturnPath,
  redirectUri: string,
): Promise<RedirectRegistration> {
  const known = registrationInUse(context, server, authorizationServer, returnPath);
  const usable = known?.redirectUri === redirectUri && (known.secretExpiresAt ?? Infinity) > context.now();
  if (usable && !options.registerAgain) return { ...known, returnPath };
  const document = documentClient(context, server, authorizationServer);
  const client =
    document ??
    (await registerClient(authorizationServer, redirectUri, outbound.token, { softwareVersion: context.version }));
  return {
    ...saveRegistration(context, server, authorizationServer, { client, document, returnPath, redirectUri }),
    returnPath,
  };
}

/**
 * The registration for a grant without a redirect: the one in the settings or, if the authorization server supports it
 * for this grant, a new one. Throws `client_id_needed` if only the user can provide it.
 */
export async function registrationWithoutRedirect(
  context: Context,
  { server, authorizationServer, outbound, options }: Omit<RegistrationRequest, 'attempt' | 'onResponse'>,
): Promise<ClientRegistration> {
  const { issuer } = authorizationServer;
  const preregistered = preregisteredClient(context, server, authorizationServer);
  if (preregistered) return preregistered;
  const document = documentClient(context, server, authorizationServer);
  const registers = authorizationServer.registration_endpoint !== undefined;
  // With a non-interactive grant, the client itself holds the permissions, so it has to be registered by hand.
  if (server.grantType !== 'device_code' || !(registers || document)) {
    const { host } = new URL(issuer);
    throw new Fault('client_id_needed', `${host} takes known clients alone`, { values: { host, issuer } });
  }
  const known = registrationInUse(context, server, authorizationServer, 'none');
  const usable = known && (known.secretExpiresAt ?? Infinity) > context.now();
  if (usable && !options.registerAgain) return known;
  const client =
    document ??
    (await registerClient(authorizationServer, undefined, outbound.token, {
      softwareVersion: context.version,
      grantTypes: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    }));
  return saveRegistration(context, server, authorizationServer, {
    client,
    document,
    returnPath: 'none',
    redirectUri: '',
  });
}

/**
 * A registration is not used if its secret cannot be decrypted or was for other endpoints (whatever the issuer), or if
 * it belongs to another metadata document than the present one: Keyfob can make a new one.
 */
export function registrationInUse(
  context: Context,
  { workspaceId }: Pick<Server, 'workspaceId'>,
  authorizationServer: AuthorizationServerMetadata,
  returnPath: ClientRegistration['returnPath'],
): ClientRegistration | undefined {
  const { issuer } = authorizationServer;
  const known = openedOrNone(() => context.store.clientRegistrations.get(workspaceId, issuer, returnPath));
  if (!known || !isFor(known, authorizationServer)) return undefined;
  return isByDocument(known, documentClient(context, { workspaceId }, authorizationServer)) ? known : undefined;
}

interface NewRegistration {
  client: RegisteredClient;
  /** Set if it comes from the client id metadata document. */
  document: RegisteredClient | undefined;
  returnPath: ClientRegistration['returnPath'];
  redirectUri: string;
}

function saveRegistration(
  context: Context,
  { workspaceId }: Server,
  authorizationServer: AuthorizationServerMetadata,
  { client, document, returnPath, redirectUri }: NewRegistration,
): ClientRegistration {
  const { issuer } = authorizationServer;
  if ((client.secretExpiresAt ?? Infinity) <= context.now()) {
    const { host } = new URL(issuer);
    throw new Fault('registration_refused', `${host} gave a secret that has expired already`, { values: { host } });
  }
  return context.store.clientRegistrations.save({
    workspaceId,
    issuer,
    kind: document ? 'metadata_document' : 'dynamic',
    returnPath,
    redirectUri,
    ...client,
    registeredAt: context.now(),
    endpoints: secretEndpoints(authorizationServer),
  });
}
