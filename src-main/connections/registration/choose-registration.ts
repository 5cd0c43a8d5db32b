import type { DiscoveryView, RedirectForm } from '../../../src-preload/contract.ts';
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
  requested?: RedirectForm | undefined;
  /** The form that this authorization server accepted after it had refused others. */
  learned?: RedirectForm | undefined;
  /** Whether another form was refused in this attempt. */
  refused?: boolean;
  appLinksWork: boolean;
  /** Whether loopback comes first where the user has not chosen: on Windows. */
  prefersLoopback: boolean;
  /** Whether both sides support the client id metadata document. */
  metadataDocument: boolean;
  /** The forms of registrations that Keyfob made earlier and that can still be used. */
  known: readonly (RedirectForm | 'none')[];
  /** Whether a known registration has to be replaced. */
  registerAgain: boolean;
  /** Whether the authorization server registers clients dynamically (RFC 7591). */
  registersDynamically: boolean;
}

export interface RegistrationChoice<Form = RedirectForm | 'none'> {
  /** `needed`: only the user can provide a client. */
  registration: NonNullable<DiscoveryView['plan']>['registration'];
  /** `none`: a grant without a redirect. */
  form: Form;
  /** The form to try next if the authorization server refuses to register a redirect URI of this one. */
  ifRefused?: RedirectForm;
}

type Row<Value> = readonly [value: Value, applies: (facts: RegistrationFacts) => boolean];

/** The first row that applies counts. */
const forms: readonly Row<RedirectForm | 'none'>[] = [
  ['none', ({ grantType }) => grantType !== 'authorization_code'],
  ['app_link', ({ preregistered, returnPath }) => preregistered && returnPath === 'app_link'],
  // Registration pages usually accept loopback, whether or not they accept app links.
  ['loopback', ({ preregistered }) => preregistered],
  // A metadata document can only list loopback, as the specification does.
  ['loopback', ({ metadataDocument }) => metadataDocument],
  ['localhost', ({ requested }) => requested === 'localhost'],
  ['loopback', ({ requested }) => requested === 'loopback'],
  // The setting says no name, so that the one that was learned counts.
  ['localhost', (facts) => facts.learned === 'localhost' && wantedPath(facts) !== 'app_link'],
  ['loopback', ({ appLinksWork }) => !appLinksWork],
  ['loopback', (facts) => (wantedPath(facts) ?? facts.learned) === 'loopback'],
  ['loopback', (facts) => facts.prefersLoopback && (wantedPath(facts) ?? facts.learned) !== 'app_link'],
  ['app_link', () => true],
];

/** The first row that applies counts. */
const registrations: readonly Row<RegistrationChoice['registration']>[] = [
  ['pre_registered', ({ preregistered }) => preregistered],
  // With a non-interactive grant, the client itself holds the permissions, so it has to be registered by hand.
  ['needed', ({ grantType }) => nonInteractiveGrants.has(grantType)],
  ['metadata_document', ({ metadataDocument }) => metadataDocument],
  ['known', (facts) => !facts.registerAgain && facts.known.includes(firstOf(forms, facts))],
  ['dynamic', ({ registersDynamically }) => registersDynamically],
  ['needed', () => true],
];

/**
 * As which client and with which form of redirect URI to sign in: the client that the user entered, else the client id
 * metadata document if both sides support it, else one that Keyfob registers (MCP 2025-11-25). It tries the app link,
 * then 127.0.0.1, then localhost, as far as they are refused and the user has not chosen (RFC 8252 section 7; MCP
 * itself only allows https and localhost); on Windows the app link is the last. Shown before a sign-in and carried out
 * by it.
 */
export function chooseRegistration(facts: RegistrationFacts): RegistrationChoice {
  const form = firstOf(forms, facts);
  const registration = firstOf(registrations, facts);
  const next = registration === 'dynamic' ? nextForm(form, facts) : undefined;
  return { registration, form, ...(next && { ifRefused: next }) };
}

function nextForm(form: RedirectForm | 'none', facts: RegistrationFacts): RedirectForm | undefined {
  if (form === 'app_link') return wantedPath(facts) === undefined ? 'loopback' : undefined;
  if (form === 'loopback') return 'localhost';
  // Loopback was first, and both of its names were refused.
  const mayBeLink = facts.prefersLoopback && facts.appLinksWork && facts.returnPath === 'automatic';
  return facts.refused && mayBeLink ? 'app_link' : undefined;
}

/** What the user has chosen, now or in the settings. */
function wantedPath({ requested, returnPath }: RegistrationFacts): RedirectForm | undefined {
  return requested ?? (returnPath === 'automatic' ? undefined : returnPath);
}

function firstOf<Value>(rows: readonly Row<Value>[], facts: RegistrationFacts): Value {
  const row = rows.find(([, applies]) => applies(facts));
  if (!row) throw new RangeError('no row of the decision table applies');
  return row[0];
}
