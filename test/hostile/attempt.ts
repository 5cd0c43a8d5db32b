import { expect } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { Secret } from '../../src-main/base/secret.ts';
import type { StoredTokenSet } from '../../src-main/store/token-sets.ts';
import { errorCodes } from '../../src-preload/contract.ts';
import type { Reply } from '../support/scripted-server.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';
import { scriptedSite, type ScriptedSite } from '../support/scripted-site.ts';
import { promised, type Group } from './promised.ts';
import { ownTime } from './own-time.ts';

/** The longest processing time in milliseconds, except for responses that are slow on purpose. */
const longest = 1000;

let slowest = 0;
let tried = 0;
let kept = 0;
const outcomes = new Map<string, number>();
/** The outcomes of each response, once verified. */
const settled = new Map<string, Set<string>>();

/** The outcome: `done`, or the fault's code. Any other exception is a crash. */
export async function outcomeOf(work: () => Promise<unknown>, done = 'done'): Promise<string> {
  const time = ownTime();
  let outcome = done;
  try {
    await work();
  } catch (error) {
    expect(error, 'nothing but a typed fault may come out').toMatchObject({
      name: 'Fault',
      code: expect.any(String) as string,
    });
    outcome = (error as { code: string }).code;
  }
  const took = time();
  expect(took).toBeLessThan(longest);
  slowest = Math.max(slowest, took);
  tried += 1;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return outcome;
}

/** Verifies an outcome, and records that this response was tested. */
export function settle(answer: string, outcome: string, expected: string): void {
  expect(outcome).toBe(expected);
  settled.set(answer, (settled.get(answer) ?? new Set()).add(outcome));
}

/** The last test of a file: every promised response was tested with its outcome. */
export function triedAll(group: Group): void {
  const came = promised[group].map(([item, answer]) => ({ item, answer, outcomes: settled.get(answer) }));
  expect(came.filter(({ outcomes }) => outcomes === undefined)).toEqual([]);
  console.log(
    `${group}: ${came.length} of ${promised[group].length} promised answers tried`,
    Object.fromEntries(came.map(({ answer, outcomes }) => [answer, [...(outcomes ?? [])].join(' or ')])),
  );
}

/** Prints the number of cases of a file, how many were refused with a code, and the outcomes. */
export function sayHowMany(group: Group): void {
  const isCode = (outcome: string) => errorCodes.some((code) => code === outcome);
  const sum = (which: (outcome: string) => boolean) =>
    [...outcomes].reduce((total, [outcome, count]) => total + (which(outcome) ? count : 0), 0);
  const refused = sum(isCode);
  console.log(
    `${group}: ${tried} cases, ${refused} refused with a code, ${tried - refused} accepted or dropped as documented, ` +
      `${kept} times all tokens were the same afterwards, the slowest took ${Math.round(slowest)} ms`,
    Object.fromEntries(outcomes),
  );
}

/** A site that is about to misbehave, and Keyfob, which is signed in there and at another server. */
export interface Tried {
  kit: Keyfob;
  site: ScriptedSite;
  id: string;
  /** Every token set as it should be, decrypted. */
  held: Record<string, unknown>;
}

/** Starts a site that behaves as the test says, and Keyfob with that server added. */
export async function start(
  spoil: (site: ScriptedSite) => void = () => undefined,
  options: Parameters<typeof startKeyfob>[0] = {},
): Promise<Tried> {
  const site = await scriptedSite();
  spoil(site);
  return signedInBefore(site, await startKeyfob(options));
}

/** Adds the site's server to a Keyfob that has tokens for it and for another one. */
export function signedInBefore(site: ScriptedSite, kit: Keyfob, address = site.url): Tried {
  const id = kit.addServer(address);
  for (const serverId of [id, kit.addServer(`https://${id}.example/mcp`)]) haveTokens(kit, serverId);
  return { site, kit, id, held: tokensOf(kit) };
}

/** Tokens of an earlier sign-in at a former authorization server. */
function haveTokens({ store, session }: Keyfob, serverId: string): void {
  const issuer = `https://earlier.example/${serverId}`;
  const registration = store.clientRegistrations.save({
    workspaceId: session.workspaceId,
    issuer,
    kind: 'dynamic',
    returnPath: 'app_link',
    redirectUri: 'app.keyfob:/oauth/callback',
    clientId: 'earlier-client',
    clientSecret: new Secret('canary-client-secret'),
    tokenEndpointAuthMethod: 'client_secret_basic',
    registeredAt: Date.now(),
  });
  store.tokenSets.save({
    serverId,
    profileId: session.profileId,
    registrationId: registration.id,
    issuer,
    authorizationServer: { issuer },
    resource: '',
    scope: 'read',
    grantType: 'authorization_code',
    tokenType: 'dpop',
    dpopKey: new Secret('{"kty":"EC","d":"canary-key"}'),
    accessToken: new Secret('access-earlier'),
    refreshToken: new Secret('refresh-earlier'),
    issuedAt: Date.now(),
    expiresAt: Date.now() + 3600_000,
    signedInAt: Date.now(),
    signedInBy: session.profileId,
  });
}

/** The stored tokens of every server, decrypted. */
function tokensOf({ store, session }: Keyfob): Record<string, unknown> {
  const servers = store.servers.list(session.workspaceId);
  return Object.fromEntries(servers.map(({ id }) => [id, revealed(store.tokenSets.get(id, session.profileId))]));
}

function revealed(set: StoredTokenSet | undefined): unknown {
  return (
    set && {
      ...set,
      accessToken: set.accessToken.reveal(),
      refreshToken: set.refreshToken?.reveal(),
      dpopKey: set.dpopKey?.reveal(),
    }
  );
}

/** After a refusal, the tokens of every server are unchanged. */
export function expectKept({ kit, held }: Pick<Tried, 'kit' | 'held'>): void {
  expect(tokensOf(kit)).toEqual(held);
  kept += 1;
}

/** Values that no log, event or view may contain. */
const secrets = ['the-code', 'access-', 'refresh-', 'canary-'];

export function expectNoSecrets({ kit, site }: Pick<Tried, 'kit' | 'site'>): void {
  const { log, events, view, store, session, opened } = kit;
  const shown = store.servers.list(session.workspaceId).map(({ id }) => view(id));
  const told = [...log, JSON.stringify(events), JSON.stringify(shown)].join('\n');
  const states = opened.map(({ searchParams }) => searchParams.get('state'));
  const verifiers = site.authorization.to('/token').map(({ form }) => form.get('code_verifier'));
  for (const secret of [...secrets, ...states, ...verifiers]) if (secret) expect(told).not.toContain(secret);
}

/** Tries to sign in up to the browser: `asked` if it was opened. */
export async function tryToConnect(tried: Tried): Promise<string> {
  const { kit, id } = tried;
  const outcome = await outcomeOf(() => connect(kit.context, kit.session, id), 'asked');
  expect(kit.opened).toHaveLength(outcome === 'asked' ? 1 : 0);
  expectNoSecrets(tried);
  expectKept(tried);
  return outcome;
}

/** Opens the browser; returns the redirect URL after the user's consent. */
export async function asked(tried: Tried): Promise<string> {
  await connect(tried.kit.context, tried.kit.session, tried.id);
  const url = tried.kit.opened.at(-1);
  if (!url) throw new Error('no browser opened');
  return tried.site.redirect(url);
}

/** Delivers a redirect URL: `signed in`, `asked again` if the browser was opened once more, or the error. */
export async function bringBack(tried: Tried, url: string): Promise<string> {
  const { kit, id } = tried;
  const opened = kit.opened.length;
  const outcome = await outcomeOf(() => finishAuthorization(kit.context, url), 'signed in');
  const again = kit.opened.length > opened;
  if (outcome === 'signed in' && !again) {
    const { [id]: signedIn, ...others } = tokensOf(kit);
    expect(signedIn).not.toEqual(tried.held[id]);
    expect({ ...others, [id]: tried.held[id] }).toEqual(tried.held);
    tried.held = tokensOf(kit);
  } else expectKept(tried);
  expectNoSecrets(tried);
  return again ? 'asked again' : outcome;
}

/** A response with these bytes and type. */
export const bytes =
  (body: Buffer | string, contentType = 'application/json', status = 200): Reply =>
  () => ({ status, headers: { 'content-type': contentType }, body });
