import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import type { DomainEvent } from '../../src-main/connections/context.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { answers } from '../../src-main/ipc/answers.ts';
import { publishTo } from '../../src-main/ipc/publish.ts';
import type { AppView, ErrorCode, EventName, RequestName, Result } from '../../src-preload/contract.ts';
import { registrationFor, tokensFor } from '../store/fixture.ts';
import { answering } from '../support/answering.ts';
import { exampleInputs } from '../support/example-inputs.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { scriptedSite } from '../support/scripted-site.ts';

/**
 * Every request of a window, made by profiles that have no right to it. Printed as a table at the end; a request or an
 * event without a line here does not compile.
 */
type Who = 'member' | 'foreign admin';

/** `denied`: refused as a foreign or missing object is. `nothing`: answered, with nothing of the admin's in it. */
type Outcome = 'denied' | 'nothing' | 'their own';

/** The outcomes for a server with a shared account, which only admins sign in to. */
const expected: Record<RequestName, Record<Who, Outcome>> = {
  'app:describe': { member: 'their own', 'foreign admin': 'their own' },
  'storage:retry': { member: 'their own', 'foreign admin': 'their own' },
  // There is one key for the computer; an admin of any workspace may renew it.
  'storage:rotate-key': { member: 'denied', 'foreign admin': 'nothing' },
  'storage:start-over': { member: 'denied', 'foreign admin': 'nothing' },
  'app:copy': { member: 'nothing', 'foreign admin': 'nothing' },
  'app:save-media': { member: 'nothing', 'foreign admin': 'nothing' },
  'app:save-text': { member: 'nothing', 'foreign admin': 'nothing' },
  'app:open-link': { member: 'nothing', 'foreign admin': 'nothing' },
  'app:restart': { member: 'nothing', 'foreign admin': 'nothing' },
  'app:quit': { member: 'nothing', 'foreign admin': 'nothing' },
  'page:keep': { member: 'nothing', 'foreign admin': 'nothing' },
  'page:restore': { member: 'nothing', 'foreign admin': 'nothing' },
  'servers:list': { member: 'their own', 'foreign admin': 'nothing' },
  'servers:add': { member: 'denied', 'foreign admin': 'their own' },
  'servers:rename': deniedToBoth(),
  'servers:change-address': deniedToBoth(),
  'servers:set-enabled': deniedToBoth(),
  'servers:remove': deniedToBoth(),
  // The settings, without secrets: each user of the server may read them.
  'servers:settings': { member: 'nothing', 'foreign admin': 'denied' },
  'servers:settings-cost': deniedToBoth(),
  'servers:change-settings': deniedToBoth(),
  'servers:public-key': deniedToBoth(),
  // The file belongs to this computer, and to no workspace.
  'servers:choose-file': { member: 'denied', 'foreign admin': 'nothing' },
  // They belong to this computer, and to no workspace.
  'desktop:describe': { member: 'nothing', 'foreign admin': 'nothing' },
  'preferences:change': { member: 'nothing', 'foreign admin': 'nothing' },
  'desktop:open-folder': { member: 'nothing', 'foreign admin': 'nothing' },
  'desktop:licences': { member: 'nothing', 'foreign admin': 'nothing' },
  'report:describe': { member: 'nothing', 'foreign admin': 'nothing' },
  'report:save': { member: 'nothing', 'foreign admin': 'nothing' },
  'report:open': { member: 'nothing', 'foreign admin': 'nothing' },
  'report:save-parts': { member: 'nothing', 'foreign admin': 'nothing' },
  'update:describe': { member: 'nothing', 'foreign admin': 'nothing' },
  'update:check': { member: 'nothing', 'foreign admin': 'nothing' },
  'update:close-news': { member: 'nothing', 'foreign admin': 'nothing' },
  // Grants of the member's own sign-ins; the admin's one stays.
  'programs:list': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:working': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:entry': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:stop': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:forget': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:close': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:pause': { member: 'nothing', 'foreign admin': 'nothing' },
  // Those that they made themselves. Only an admin lets another machine use the shared sign-in.
  'forwardings:list': { member: 'nothing', 'foreign admin': 'nothing' },
  'forwardings:make': deniedToBoth(),
  'forwardings:revoke': { member: 'nothing', 'foreign admin': 'nothing' },
  'doctor:agent': { member: 'nothing', 'foreign admin': 'denied' },
  'doctor:repair': { member: 'nothing', 'foreign admin': 'nothing' },
  'doctor:show-question': { member: 'nothing', 'foreign admin': 'nothing' },
  'programs:revoke': { member: 'denied', 'foreign admin': 'nothing' },
  'command-path:describe': { member: 'nothing', 'foreign admin': 'nothing' },
  'command-path:add': { member: 'nothing', 'foreign admin': 'nothing' },
  'command-path:remove': { member: 'nothing', 'foreign admin': 'nothing' },
  // Files of this computer; a server of another workspace is not found.
  'wiring:list': { member: 'nothing', 'foreign admin': 'denied' },
  'wiring:preview': { member: 'nothing', 'foreign admin': 'denied' },
  'wiring:apply': { member: 'nothing', 'foreign admin': 'nothing' },
  'wiring:undo': { member: 'nothing', 'foreign admin': 'denied' },
  'wiring:vanished': { member: 'nothing', 'foreign admin': 'nothing' },
  'wiring:leave': { member: 'nothing', 'foreign admin': 'denied' },
  'programs:set-tools': { member: 'denied', 'foreign admin': 'nothing' },
  'programs:tools': { member: 'denied', 'foreign admin': 'nothing' },
  'programs:changes': { member: 'denied', 'foreign admin': 'nothing' },
  'programs:approve': { member: 'denied', 'foreign admin': 'nothing' },
  // So does the lock, which the passphrase guards.
  'lock:describe': { member: 'nothing', 'foreign admin': 'nothing' },
  'lock:now': { member: 'nothing', 'foreign admin': 'nothing' },
  'lock:unlock': { member: 'nothing', 'foreign admin': 'nothing' },
  'lock:unlock-by-system': deniedToBoth(),
  'lock:set-up': { member: 'nothing', 'foreign admin': 'nothing' },
  'lock:remove': { member: 'nothing', 'foreign admin': 'nothing' },
  'lock:forget': { member: 'nothing', 'foreign admin': 'nothing' },
  'origins:list': { member: 'denied', 'foreign admin': 'nothing' },
  'origins:allow': { member: 'denied', 'foreign admin': 'nothing' },
  'origins:revoke': { member: 'denied', 'foreign admin': 'nothing' },
  'hosts:list': { member: 'denied', 'foreign admin': 'nothing' },
  'hosts:allow': deniedToBoth(),
  'hosts:revoke': { member: 'denied', 'foreign admin': 'nothing' },
  'authorities:list': { member: 'denied', 'foreign admin': 'nothing' },
  'authorities:add': { member: 'denied', 'foreign admin': 'nothing' },
  'authorities:remove': { member: 'denied', 'foreign admin': 'nothing' },
  // The content of a file or of another program belongs to this computer, and to no workspace.
  'servers:export': { member: 'denied', 'foreign admin': 'nothing' },
  'import:from-file': { member: 'denied', 'foreign admin': 'nothing' },
  'import:from-text': { member: 'denied', 'foreign admin': 'nothing' },
  'import:from-clipboard': { member: 'denied', 'foreign admin': 'nothing' },
  'import:from-programs': { member: 'denied', 'foreign admin': 'nothing' },
  'import:add': deniedToBoth(),
  'connections:discover': deniedToBoth(),
  'connections:connect': deniedToBoth(),
  'connections:use-key': deniedToBoth(),
  'connections:cancel': deniedToBoth(),
  'connections:finish-cancelled': deniedToBoth(),
  'connections:open-again': deniedToBoth(),
  'connections:copy-link': deniedToBoth(),
  'connections:disconnect': deniedToBoth(),
  // A member may use the shared sign-in: that is what sharing is. This server does not answer.
  'tools:list': { member: 'nothing', 'foreign admin': 'denied' },
  'tools:available': { member: 'their own', 'foreign admin': 'nothing' },
  'tools:call': { member: 'nothing', 'foreign admin': 'denied' },
  'tools:cancel': { member: 'nothing', 'foreign admin': 'nothing' },
  // They are kept for the member's own profile, as the waiver is.
  'inputs:of-tool': { member: 'nothing', 'foreign admin': 'denied' },
  'inputs:keep': { member: 'nothing', 'foreign admin': 'denied' },
  'inputs:save-preset': { member: 'nothing', 'foreign admin': 'denied' },
  'inputs:remove-preset': { member: 'nothing', 'foreign admin': 'denied' },
  'tools:waive': { member: 'nothing', 'foreign admin': 'denied' },
  // The admin's calls are in the history, and for these profiles they are not there.
  'history:list': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:choices': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:open': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:find': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:delete': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:delete-all': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:export': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:state': { member: 'nothing', 'foreign admin': 'nothing' },
  'history:leave-out': { member: 'nothing', 'foreign admin': 'denied' },
  // What a server offers besides tools is used with the same sign-in.
  'offer:describe': { member: 'nothing', 'foreign admin': 'denied' },
  'resources:list': { member: 'nothing', 'foreign admin': 'denied' },
  'resources:read': { member: 'nothing', 'foreign admin': 'denied' },
  'resources:complete': { member: 'nothing', 'foreign admin': 'denied' },
  'resources:subscribe': { member: 'nothing', 'foreign admin': 'denied' },
  'resources:save': { member: 'nothing', 'foreign admin': 'nothing' },
  'prompts:list': { member: 'nothing', 'foreign admin': 'denied' },
  'prompts:get': { member: 'nothing', 'foreign admin': 'denied' },
  'logs:list': { member: 'nothing', 'foreign admin': 'denied' },
  'logs:set-level': { member: 'nothing', 'foreign admin': 'denied' },
  'logs:clear': { member: 'nothing', 'foreign admin': 'denied' },
  // Only those of the profile's own calls are known.
  'elicitation:answer': { member: 'nothing', 'foreign admin': 'nothing' },
  'elicitation:open': { member: 'nothing', 'foreign admin': 'nothing' },
  'activity:list': { member: 'their own', 'foreign admin': 'their own' },
  // Names of workspaces and profiles are for the switcher: the user of this computer may choose any of them.
  'workspaces:list': { member: 'their own', 'foreign admin': 'their own' },
  'workspaces:create': { member: 'their own', 'foreign admin': 'their own' },
  'workspaces:rename': { member: 'denied', 'foreign admin': 'their own' },
  'workspaces:settings': { member: 'denied', 'foreign admin': 'nothing' },
  'workspaces:change-settings': { member: 'denied', 'foreign admin': 'nothing' },
  'workspaces:remove': { member: 'denied', 'foreign admin': 'their own' },
  'profiles:create': { member: 'denied', 'foreign admin': 'their own' },
  'profiles:rename': deniedToBoth(),
  'profiles:set-role': deniedToBoth(),
  'profiles:remove': deniedToBoth(),
  // A profile that does not exist; each user of this computer may switch to one that does.
  'profiles:switch': deniedToBoth(),
  'credentials:list': deniedToBoth(),
  'credentials:sign-out': deniedToBoth(),
};

/** Published to the initiator or the owner of the slot alone, and to admins where they may know. */
const personal = new Set<EventName>([
  'connections:completed',
  'activity:added',
  'tools:changed',
  'history:changed',
  'offer:changed',
  'resources:updated',
  'resources:unsubscribed',
  'logs:added',
]);
const isPersonal = (name: EventName) => personal.has(name);

function deniedToBoth(): Record<Who, Outcome> {
  return { member: 'denied', 'foreign admin': 'denied' };
}

const names = Object.keys(expected) as RequestName[];
const rows: string[] = [];
afterAll(() => {
  console.log(['what is asked, or told'.padEnd(28) + 'by whom, or to whom'.padEnd(22) + 'outcome', ...rows].join('\n'));
});
const note = (name: string, who: string, outcome: string) => rows.push(name.padEnd(28) + who.padEnd(22) + outcome);

/** The error of a request that is refused for other reasons than its sender, instead of `forbidden`. */
const ownRefusals: Partial<Record<RequestName, ErrorCode>> = {
  'profiles:switch': 'profile_not_found',
  'lock:unlock-by-system': 'passphrase_wrong',
};

/** The errors of requests that fail for other reasons than their sender. */
const otherFailures: Partial<Record<RequestName, ErrorCode>> = {
  'storage:start-over': 'keyring_locked',
  'tools:list': 'connection_refused',
  'tools:call': 'connection_refused',
  'tools:waive': 'connection_refused',
  'offer:describe': 'connection_refused',
  'resources:list': 'connection_refused',
  'resources:read': 'connection_refused',
  'resources:complete': 'connection_refused',
  'resources:subscribe': 'connection_refused',
  'prompts:list': 'connection_refused',
  'prompts:get': 'connection_refused',
  'logs:set-level': 'connection_refused',
  'elicitation:open': 'request_expired',
  'wiring:preview': 'program_not_found',
  'wiring:apply': 'request_expired',
  'wiring:undo': 'entry_changed',
  'command-path:add': 'config_changed',
};

const codeOf = (answer: Result<unknown>) => (answer.ok ? undefined : answer.error.code);

/** The actual outcome, for the table. */
function observed(answer: Result<unknown>, { workspaceId, profileId }: Session): string {
  if (!answer.ok) return `refused: ${answer.error.code}`;
  const said = JSON.stringify(answer.value) ?? '';
  return said.includes(workspaceId) || said.includes(profileId) ? 'answered, with their own' : 'answered';
}

/** An admin who is signed in to a server in their own and in the shared slot; a member; and an admin of elsewhere. */
async function community() {
  const kit = await startKeyfob();
  const { store, session: admin } = kit;
  const { workspaceId, profileId } = admin;
  const { id: elsewhere } = store.workspaces.create({ name: 'Elsewhere', now: 1 });
  const person = (where: string, role: Session['role']): Session => ({
    workspaceId: where,
    role,
    profileId: store.profiles.create({ workspaceId: where, name: `${role} of ${where}`, role, now: 1 }).id,
  });
  const { id: serverId } = store.servers.insert({
    workspaceId,
    name: 'Secret plans',
    url: 'https://127.0.0.1:2/plans',
    account: 'shared',
    now: 1,
  });
  const registration = store.clientRegistrations.save(registrationFor(workspaceId));
  const at = { issuedAt: Date.now(), expiresAt: Date.now() + 3_600_000, signedInBy: profileId };
  for (const owner of [profileId, null]) store.tokenSets.save(tokensFor(serverId, owner, registration.id, at));
  const people: Record<Who, Session> = {
    member: person(workspaceId, 'member'),
    'foreign admin': person(elsewhere, 'admin'),
  };
  const ask = answering(kit);
  kit.context.history.record({
    owner: profileId,
    serverId,
    address: 'https://127.0.0.1:2/plans',
    tool: 'Secret plans of an admin',
    program: '',
    outcome: 'done',
    errorCode: null,
    startedAt: Date.now(),
    milliseconds: 1,
  });
  const left = () =>
    JSON.stringify([
      store.servers.list(workspaceId),
      store.profiles.list(workspaceId),
      store.workspaces.get(workspaceId),
      store.tokenSets.facts(serverId, profileId),
      store.tokenSets.facts(serverId, null),
    ]);
  return { kit, people, ask, left, admin, target: { serverId, profileId } };
}

describe.each<Who>(['member', 'foreign admin'])('a request of a %s for an admin’s object', (who) => {
  it.each(names)('%s', async (name) => {
    const { people, ask, left, target } = await community();
    const before = left();
    const wanted = expected[name][who];
    const { answer } = await ask(people[who], name, exampleInputs[name](target));
    expect(left()).toBe(before);
    if (wanted === 'denied') {
      const missing = { serverId: 'nothing', profileId: 'nobody' };
      const asIfMissing = await ask(people[who], name, exampleInputs[name](missing));
      expect(answer.ok).toBe(false);
      // Another workspace looks as if it did not exist.
      if (who === 'foreign admin') expect(answer).toEqual(asIfMissing.answer);
      else expect(answer).toMatchObject({ error: { code: ownRefusals[name] ?? 'forbidden' } });
    }
    // An error other than the known one would hide the answer.
    else expect(codeOf(answer)).toBe(otherFailures[name]);
    const said = JSON.stringify(answer);
    expect(said).not.toMatch(/access-1|refresh-1/);
    if (who === 'foreign admin') expect(said).not.toContain('Secret plans');
    if (who === 'foreign admin' && wanted !== 'their own') expect(said).not.toContain(target.profileId);
    note(name, who, observed(answer, people[who]));
  });
});

it('a member may do in a slot of their own what is forbidden in the shared one, and finds nothing of the admin’s there', async () => {
  const { kit, people, ask, target } = await community();
  const { serverId } = target;
  kit.store.servers.change(kit.session.workspaceId, serverId, { account: 'own' });
  const list = await ask(people.member, 'servers:list', undefined);
  expect(list.answer).toMatchObject({ value: [{ status: { state: 'signed_out' } }] });
  expect(JSON.stringify(list.answer)).not.toContain('signIn');
  for (const name of ['tools:list', 'tools:call'] as const) {
    const { answer } = await ask(people.member, name, exampleInputs[name](target));
    expect(answer).toMatchObject({ ok: false, error: { code: 'not_signed_in' } });
    note(name, 'member, own slot', 'not_signed_in');
  }
  const { answer } = await ask(people.member, 'connections:disconnect', { serverId });
  expect(answer).toEqual({ ok: true, value: { revocation: 'nothing_to_revoke' } });
  expect(kit.store.tokenSets.get(serverId, target.profileId)).toBeDefined();
  note('connections:disconnect', 'member, own slot', 'nothing_to_revoke');
});

describe('an admin’s own sign-in that waits for the browser', () => {
  /** The outcome of a member's request in their own slot, where no sign-in waits. */
  const outcomes = {
    'connections:cancel': undefined,
    'connections:finish-cancelled': 'state_unknown',
    'connections:open-again': 'cancelled',
    'connections:copy-link': 'cancelled',
    'connections:disconnect': undefined,
    'tools:list': 'not_signed_in',
    'tools:call': 'not_signed_in',
  } satisfies Partial<Record<RequestName, ErrorCode | undefined>>;

  it.each(Object.keys(outcomes) as (keyof typeof outcomes)[])('is left as it is by %s of a member', async (name) => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const { store, session } = kit;
    const { workspaceId } = session;
    const { id: profileId } = store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
    const serverId = kit.addServer(site.url);
    await connect(kit.context, session, serverId);
    const [url] = kit.opened;
    const ask = answering(kit);
    const { answer } = await ask(
      { workspaceId, profileId, role: 'member' },
      name,
      exampleInputs[name]({ serverId, profileId }),
    );
    expect(codeOf(answer)).toBe(outcomes[name]);
    expect(kit.opened).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain(url?.searchParams.get('state'));
    expect(kit.view(serverId).status.state).toBe('authorizing');
    await finishAuthorization(kit.context, site.redirect(url ?? new URL('about:blank')));
    expect(kit.completed()).toEqual(['signed in']);
    note(name, 'member, own slot', answer.ok ? 'answered, of their own slot' : `refused: ${answer.error.code}`);
  });
});

describe('an event', () => {
  /**
   * The events that follow from a domain event. Preferences, updates and the lock belong to this computer, and so to
   * every profile. That programs or their files changed says nothing more. The progress and the questions of a call are
   * sent to the calling window.
   */
  type ToldName = Exclude<
    EventName,
    | 'preferences:changed'
    | 'update:changed'
    | 'lock:changed'
    | 'programs:changed'
    | 'wiring:changed'
    | 'app:go-to'
    | 'page:leaving'
    | 'tools:progress'
    | 'elicitation:asked'
    | 'elicitation:ended'
  >;
  type Told = Record<ToldName, (scene: { workspaceId: string; serverId: string; profileId: string }) => DomainEvent>;
  const told: Told = {
    'app:changed': ({ workspaceId }) => ({ type: 'people_changed', workspaceId }),
    'servers:changed': ({ workspaceId, serverId }) => ({ type: 'server_changed', workspaceId, serverId }),
    'servers:removed': ({ workspaceId, serverId }) => ({ type: 'server_removed', workspaceId, serverId }),
    'tools:changed': ({ workspaceId, serverId, profileId }) => ({
      type: 'tools_changed',
      slot: { workspaceId, serverId, profileId },
    }),
    'offer:changed': (slot) => ({ type: 'offer_changed', slot, what: 'prompts' }),
    'resources:updated': (slot) => ({ type: 'resource_updated', slot, uri: 'demo://one', at: 1 }),
    'resources:unsubscribed': (slot) => ({ type: 'resource_unsubscribed', slot, uri: 'demo://one' }),
    'logs:added': (slot) => ({ type: 'server_logged', slot, entry: { id: 1, at: 1, level: 'info', text: 'x' } }),
    'activity:added': ({ workspaceId, serverId, profileId }) => ({
      type: 'activity_recorded',
      workspaceId,
      entry: { id: 1, workspaceId, serverId, profileId, kind: 'called', outcome: 'done', subject: null, at: 1 },
    }),
    'history:changed': ({ profileId }) => ({ type: 'history_changed', owners: new Set([profileId]) }),
    'connections:completed': ({ workspaceId, serverId, profileId }) => ({
      type: 'connection_completed',
      slot: { workspaceId, serverId, profileId },
      initiatorId: profileId,
    }),
  };

  it.each(Object.keys(told) as ToldName[])('%s stays in its workspace', async (name) => {
    const { kit, people, admin, target } = await community();
    const heard = (session: Session) => {
      const events: string[] = [];
      const send = (channel: string) => void events.push(channel);
      const event = told[name]({ ...admin, serverId: target.serverId });
      publishTo(kit.context, [{ session, send }], event, () => ({}) as AppView);
      return events;
    };
    expect(heard(admin)).toEqual([name]);
    expect(heard(people['foreign admin'])).toEqual([]);
    // A claim to be an admin there is not believed.
    expect(heard({ ...people['foreign admin'], workspaceId: admin.workspaceId })).toEqual(
      isPersonal(name) ? [] : expect.any(Array),
    );
    note(name, 'foreign admin', 'not told');
    if (!isPersonal(name)) return;
    expect(heard(people.member)).toEqual([]);
    expect(heard({ ...people.member, role: 'admin' })).toEqual([]);
    note(name, 'member', 'not told');
  });
});

describe('the state in memory', () => {
  it('is kept by slot: a token in use, a waiting sign-in, a failure', async () => {
    const { kit, people, ask, target } = await community();
    const { serverId } = target;
    kit.store.servers.change(kit.session.workspaceId, serverId, { account: 'own' });
    await ask(kit.session, 'tools:list', { serverId });
    await connect(kit.context, kit.session, serverId).catch(() => undefined);
    const { answer } = await ask(people.member, 'servers:list', undefined);
    expect(answer).toMatchObject({ value: [{ status: { state: 'signed_out' } }] });
    expect(JSON.stringify(answer)).not.toContain('lastAttempt');
    note('token, attempt, health', 'member, own slot', 'nothing');
  });
});

it('the table of requests has a line for every request', () => {
  expect(names.toSorted()).toEqual(Object.keys(answers).toSorted());
});
