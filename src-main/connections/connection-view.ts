import type { ErrorCode, ErrorView, ServerView, SignInView, StatusView } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { errorView } from '../base/error-view.ts';
import { Fault } from '../base/fault.ts';
import { missingScopes } from '../oauth/scopes.ts';
import type { ListedServer, Server } from '../store/servers.ts';
import type { ListedSignIn } from '../store/token-set-facts.ts';
import type { Attempt } from './state/attempts.ts';
import type { Context } from './context.ts';
import type { Health } from './state/health.ts';
import { renewalTime } from './lifetimes.ts';
import { slotOf, type Session, type Slot } from './slot.ts';

type AttemptFacts =
  | 'startedAt'
  | 'phase'
  | 'returnPath'
  | 'otherWays'
  | 'unproved'
  | 'waitsUntil'
  | 'authorizationServer'
  | 'authorizationUrl'
  | 'deviceCode';

/** The facts that determine a status, besides the time. */
export interface StatusFacts {
  server: Pick<Server, 'enabled' | 'requiresSignIn'>;
  tokens?: ListedSignIn | undefined;
  attempt?: Pick<Attempt, AttemptFacts> | undefined;
  unreachable?: ReturnType<Health['unreachable']>;
  refused?: ReturnType<Health['refused']>;
}

/** The state of a server in a slot, computed from facts and the time so that it is never out of date. */
export function connectionStatus(
  { server, tokens, attempt, unreachable, refused }: StatusFacts,
  now: number,
): StatusView {
  if (!server.enabled) return { state: 'off' };
  if (attempt && attempt.phase !== 'ended') return authorizing(attempt, attempt.phase);
  // A sign-in that ended is not missed at a server that needs none by now.
  const open = server.requiresSignIn === false;
  if (tokens?.endedAt !== undefined && !open) {
    const reason = (tokens.endReason as ErrorCode | undefined) ?? 'sign_in_ended';
    const error = refused?.error.code === reason ? refused.error : ended(reason, tokens);
    return { state: 'needs_sign_in', reason, since: tokens.endedAt, error };
  }
  if (tokens && !open && !tokens.renewable && tokens.expiresAt !== undefined && tokens.expiresAt <= now) {
    const reason = 'sign_in_ended';
    return { state: 'needs_sign_in', reason, since: tokens.expiresAt, error: ended(reason, tokens) };
  }
  if (tokens && refused && !open) {
    const { error, since } = refused;
    return { state: 'needs_sign_in', reason: error.code, since, error };
  }
  if (unreachable) {
    const { error, since, retryAt } = unreachable;
    return { state: 'unreachable', error, since, ...(retryAt !== undefined && retryAt > now && { retryAt }) };
  }
  if (tokens && tokens.endedAt === undefined) return signedIn(tokens);
  return { state: open ? 'open' : 'signed_out' };
}

function authorizing(attempt: Pick<Attempt, AttemptFacts>, phase: Exclude<Attempt['phase'], 'ended'>): StatusView {
  const {
    startedAt: since,
    returnPath,
    otherWays,
    unproved,
    waitsUntil,
    authorizationServer,
    authorizationUrl,
    deviceCode,
  } = attempt;
  return {
    state: 'authorizing',
    since,
    phase,
    ...(returnPath && { returnPath }),
    ...(otherWays && { otherWays }),
    ...(unproved !== undefined && { unproved: cleanText(unproved, 300) }),
    ...(waitsUntil !== undefined && { until: waitsUntil }),
    ...(authorizationServer && { authorizationServer }),
    // Only the host: the full URL contains `state`.
    ...(authorizationUrl && { browserHost: authorizationUrl.host }),
    ...(deviceCode && { deviceCode }),
  };
}

/** The reason of an end, from the stored row alone. */
function ended(reason: ErrorCode, { issuer }: ListedSignIn): ErrorView {
  return errorView(new Fault(reason, 'the sign-in is over', { values: { host: hostOf(issuer) } }));
}

function signedIn(tokens: ListedSignIn): StatusView {
  const { expiresAt, renewable } = tokens;
  if (expiresAt === undefined) return { state: 'signed_in', renewable };
  return { state: 'signed_in', renewable, expiresAt, ...(renewable && { renewsAt: renewalTime(tokens) }) };
}

/** The view of one slot of a server; the caller has checked that the session may see it. */
export function slotView(context: Context, server: Server, slot: Slot): Pick<ServerView, 'status' | 'signIn'> {
  const { status, signIn } = view(context, server, slot, context.store.tokenSets.facts(server.id, slot.profileId));
  return { status, ...(signIn && { signIn }) };
}

/** A server as one session sees it. */
export function serverView(context: Context, session: Session, server: Server): ServerView {
  const slot = slotOf(session, server);
  const seen = view(context, server, slot, context.store.tokenSets.facts(server.id, slot.profileId));
  return withLateAnswer(context, session, slot, seen);
}

/** Only who cancelled a sign-in is offered its answer. */
function withLateAnswer(context: Context, { profileId }: Session, slot: Slot, seen: ServerView): ServerView {
  return context.lateAnswers.has(slot, profileId, context.now()) ? { ...seen, lateAnswer: true } : seen;
}

/** All servers of a session's workspace, without a query per server and without decrypting sign-ins. */
export function serverViews(context: Context, session: Session): ServerView[] {
  const facts = context.store.tokenSets.factsInUse(session.workspaceId, session.profileId);
  const names = new Map(context.store.profiles.list(session.workspaceId).map(({ id, name }) => [id, name]));
  const nameOf = (profileId: string) => names.get(profileId);
  return context.store.servers.listed(session.workspaceId).map((server) => {
    const slot = slotOf(session, server);
    const seen = view(context, server, slot, facts[server.account].get(server.id), nameOf);
    return withLateAnswer(context, session, slot, seen);
  });
}

function view(
  context: Context,
  server: ListedServer,
  slot: Slot,
  tokens: ListedSignIn | undefined,
  nameOf = (profileId: string) => context.store.profiles.get(profileId)?.name,
): ServerView {
  const attempt = context.attempts.last(slot);
  const { id, name, url, account, returnPath, grantType, keyPlace, enabled, createdAt } = server;
  const facts = {
    server,
    tokens,
    attempt,
    unreachable: context.health.unreachable(slot),
    refused: refusedRenewal(context, slot, tokens) ?? context.health.refused(slot),
  };
  const wantedScope = context.health.wantedScope(slot);
  const wantedBy = context.health.wantedBy(slot);
  const wanted = wantedScope ? missingScopes(tokens?.scope ?? '', wantedScope) : [];
  const status = connectionStatus(facts, context.now());
  const browserHost = browserHostOf(context, server, slot, status, wanted.length > 0);
  return {
    id,
    name,
    url,
    host: hostOf(url),
    account,
    returnPath,
    grantType,
    ...(grantType === 'key' && { keyPlace }),
    enabled,
    addedAt: createdAt,
    status,
    ...(tokens && whatIsSignedIn(tokens, nameOf)),
    ...(wanted.length > 0 && { wantedScopes: wanted, ...(wantedBy && { wantedBy: cleanText(wantedBy, 100) }) }),
    ...(browserHost !== undefined && { browserHost }),
    ...(attempt && { lastAttempt: attempt.view() }),
  };
}

/** A renewal that was refused needs the user, though the old token may still be valid. */
function refusedRenewal(context: Context, slot: Slot, tokens: ListedSignIn | undefined): StatusFacts['refused'] {
  const refused = context.accessTokens.refused.forView(slot, tokens);
  return refused && { error: errorView(refused.fault), since: refused.since };
}

/** The host that a sign-in opens in the browser: the last one discovered, else that of the previous sign-in. */
function browserHostOf(
  context: Context,
  server: ListedServer,
  { workspaceId, serverId, profileId }: Slot,
  { state }: StatusView,
  wantsMore: boolean,
): string | undefined {
  if (server.grantType !== 'authorization_code') return undefined;
  if (state !== 'signed_out' && state !== 'needs_sign_in' && !wantsMore) return undefined;
  const known = context.browserHosts.get({ workspaceId, url: server.url });
  if (known !== undefined || state === 'signed_out') return known;
  const endpoint = context.store.tokenSets.authorizationEndpoint(serverId, profileId);
  return typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint).host : undefined;
}

/** The host of a stored URL, by splitting at slashes: parsing each URL of a long list would take too long. */
function hostOf(url: string): string {
  return url.split('/', 3)[2] ?? '';
}

function whatIsSignedIn(
  tokens: ListedSignIn,
  nameOf: (profileId: string) => string | undefined,
): Pick<ServerView, 'signIn' | 'endedSignIn'> {
  const signIn = signInView(tokens, nameOf);
  return tokens.endedAt === undefined ? { signIn } : { endedSignIn: { ...signIn, endedAt: tokens.endedAt } };
}

function signInView(tokens: ListedSignIn, nameOf: (profileId: string) => string | undefined): SignInView {
  const { issuer, scope, account, signedInAt, signedInBy, expiresAt, issuedAt, renewable, registration, grantType } =
    tokens;
  return {
    issuer,
    scopes: scope.split(' ').filter(Boolean),
    signedInAt,
    signedInBy: nameOf(signedInBy) ?? '',
    ...(account !== undefined && { account }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(issuedAt > signedInAt && { refreshedAt: issuedAt }),
    renewable,
    grantType,
    registration,
  };
}
