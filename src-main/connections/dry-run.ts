import type { DiscoveryView, GrantType, StepView } from '../../src-preload/contract.ts';
import { stringList } from '../oauth/json-answer.ts';
import { metadataDocumentClient } from '../oauth/client-registration.ts';
import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import type { Discovery } from './discover.ts';
import { findOut, forgetWhatWasFound, type Candidate } from './find-out.ts';
import { nameFromAddress, parseServerAddress } from './server-address.ts';
import { requireServer, type Session } from './slot.ts';

export type DryRunInput = { refresh?: boolean | undefined } & ({ serverId: string } | { url: string });

/** An address that nobody said anything about. */
const unsaid = {
  grantType: 'authorization_code',
  returnPath: 'automatic',
  issuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  clientId: null,
  authenticationMethod: null,
  scope: null,
  sendResource: true,
  identityTokenEndpoint: null,
  identityClientId: null,
} as const;

type Subject = Candidate & Pick<Server, 'returnPath'>;

/**
 * What a sign-in would do, for a server or an address that may become one: asks what a sign-in asks before it registers, and
 * leaves no trace anywhere. What it found serves the sign-in that follows. Throws what discovery throws.
 */
export async function dryRun(context: Context, session: Session, input: DryRunInput): Promise<DiscoveryView> {
  const { workspaceId } = session;
  const server = 'serverId' in input ? requireServer(context.store, session, input.serverId) : undefined;
  const url = server ? new URL(server.url) : parseServerAddress('url' in input ? input.url : '');
  const subject: Subject = server ?? { ...unsaid, workspaceId, url: url.href };
  if (input.refresh) forgetWhatWasFound(context, subject);
  let steps: readonly StepView[] = [];
  const { signal } = new AbortController();
  const discovery = await findOut(context, subject, { signal, onSteps: (found) => (steps = found) });
  const name = server?.name ?? nameFromAddress(url);
  return {
    url: url.href,
    name,
    requiresSignIn: discovery !== undefined,
    steps: steps.map((step) => ({ ...step, facts: { ...step.facts } })),
    ...(discovery && { plan: await planOf(context, subject, discovery) }),
  };
}

async function planOf(
  context: Context,
  subject: Subject,
  discovery: Discovery,
): Promise<NonNullable<DiscoveryView['plan']>> {
  const { authorizationServer: server, issuers, guessed, resource, scope, dpop } = discovery;
  const { grantType } = subject;
  const registration = plannedRegistration(context, subject, discovery);
  return {
    issuer: server.issuer,
    issuers,
    resource,
    scopes: scope.split(' ').filter(Boolean),
    grantType,
    grantTypes: offeredGrants(stringList(server.grant_types_supported)),
    registration,
    returnPath:
      grantType === 'authorization_code' ? await plannedReturn(context, subject, discovery, registration) : 'none',
    pushed: server.require_pushed_authorization_requests === true,
    dpop,
    guessed,
  };
}

type Registration = NonNullable<DiscoveryView['plan']>['registration'];

function plannedRegistration(
  context: Context,
  { clientId, workspaceId, grantType }: Subject,
  { authorizationServer: server }: Discovery,
): Registration {
  const { clientRegistrations } = context.store;
  if (clientId !== null) return 'pre_registered';
  const alone = grantType === 'client_credentials' || grantType === 'identity_assertion';
  if (alone) return 'needed';
  if (context.clientMetadataUrl && metadataDocumentClient(server, context.clientMetadataUrl))
    return 'metadata_document';
  if (clientRegistrations.issuers(workspaceId).includes(server.issuer)) return 'known';
  return server.registration_endpoint === undefined ? 'needed' : 'dynamic';
}

async function plannedReturn(
  context: Context,
  { returnPath, workspaceId }: Subject,
  { authorizationServer: { issuer } }: Discovery,
  registration: Registration,
): Promise<'app_link' | 'loopback'> {
  if (registration === 'metadata_document') return 'loopback';
  if (returnPath !== 'automatic') return returnPath;
  if (registration === 'pre_registered') return 'loopback';
  const learned = context.store.issuerReturnPaths.get(workspaceId, issuer);
  return learned ?? ((await context.appLinksWork()) ? 'app_link' : 'loopback');
}

const grantNames: readonly (readonly [GrantType, string])[] = [
  ['authorization_code', 'authorization_code'],
  ['device_code', 'urn:ietf:params:oauth:grant-type:device_code'],
  ['client_credentials', 'client_credentials'],
  ['identity_assertion', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
];

/** RFC 8414 section 2: a server that lists none is taken to have the code grant, and may have others. */
function offeredGrants(listed: string[] | undefined): GrantType[] {
  return grantNames.filter(([, name]) => !listed || listed.includes(name)).map(([grant]) => grant);
}
