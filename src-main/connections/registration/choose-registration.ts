import type { DiscoveryView, ReturnPath } from '../../../src-preload/contract.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { GrantType, Server } from '../../store/servers.ts';
import { nonInteractiveGrants } from '../non-interactive-grants.ts';

/** What the choice of a registration depends on. */
export interface RegistrationFacts {
  grantType: GrantType;
  /** Whether the user entered a client. It has one redirect URI, which only the server's setting names. */
  preregistered: boolean;
  /** The server's setting. */
  returnPath: Server['returnPath'];
  /** The user's choice for this attempt only. */
  requested?: ReturnPath | undefined;
  /** The return path that this authorization server accepted after it had refused the other one. */
  learned?: ReturnPath | undefined;
  appLinksWork: boolean;
  /** Whether both sides support the client id metadata document. */
  metadataDocument: boolean;
  /** The return paths of registrations that Keyfob made earlier and that can still be used. */
  known: readonly ClientRegistration['returnPath'][];
  /** Whether a known registration has to be replaced. */
  registerAgain: boolean;
  /** Whether the authorization server registers clients dynamically (RFC 7591). */
  registersDynamically: boolean;
}

export interface RegistrationChoice<Path = ClientRegistration['returnPath']> {
  /** `needed`: only the user can provide a client. */
  registration: NonNullable<DiscoveryView['plan']>['registration'];
  returnPath: Path;
  /** The return path to try next if the authorization server refuses to register the redirect URI of this one. */
  ifRefused?: ReturnPath;
}

type Row<Value> = readonly [value: Value, applies: (facts: RegistrationFacts) => boolean];

/** The first row that applies counts. */
const returnPaths: readonly Row<ClientRegistration['returnPath']>[] = [
  ['none', ({ grantType }) => grantType !== 'authorization_code'],
  ['app_link', ({ preregistered, returnPath }) => preregistered && returnPath === 'app_link'],
  // Registration pages usually accept loopback, whether or not they accept app links.
  ['loopback', ({ preregistered }) => preregistered],
  // A metadata document can only list loopback, as the specification does.
  ['loopback', ({ metadataDocument }) => metadataDocument],
  ['loopback', ({ appLinksWork }) => !appLinksWork],
  ['loopback', (facts) => (wantedPath(facts) ?? facts.learned) === 'loopback'],
  ['app_link', () => true],
];

/** The first row that applies counts. */
const registrations: readonly Row<RegistrationChoice['registration']>[] = [
  ['pre_registered', ({ preregistered }) => preregistered],
  // With a non-interactive grant, the client itself holds the permissions, so it has to be registered by hand.
  ['needed', ({ grantType }) => nonInteractiveGrants.has(grantType)],
  ['metadata_document', ({ metadataDocument }) => metadataDocument],
  ['known', (facts) => !facts.registerAgain && facts.known.includes(firstOf(returnPaths, facts))],
  ['dynamic', ({ registersDynamically }) => registersDynamically],
  ['needed', () => true],
];

/**
 * As which client and with which return path to sign in: the client that the user entered, else the client id metadata
 * document if both sides support it, else one that Keyfob registers (MCP 2025-11-25). A new registration tries the app
 * link first and loopback if that is refused, unless the user has chosen (RFC 8252 section 7; MCP itself only allows
 * https and localhost). Shown before a sign-in and carried out by it.
 */
export function chooseRegistration(facts: RegistrationFacts): RegistrationChoice {
  const returnPath = firstOf(returnPaths, facts);
  const registration = firstOf(registrations, facts);
  const mayBeRefused = registration === 'dynamic' && returnPath === 'app_link' && wantedPath(facts) === undefined;
  return { registration, returnPath, ...(mayBeRefused && { ifRefused: 'loopback' }) };
}

/** The return path that the user has chosen, now or in the settings. */
function wantedPath({ requested, returnPath }: RegistrationFacts): ReturnPath | undefined {
  return requested ?? (returnPath === 'automatic' ? undefined : returnPath);
}

function firstOf<Value>(rows: readonly Row<Value>[], facts: RegistrationFacts): Value {
  const row = rows.find(([, applies]) => applies(facts));
  if (!row) throw new RangeError('no row of the decision table applies');
  return row[0];
}
