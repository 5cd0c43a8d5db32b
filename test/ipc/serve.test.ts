import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { answers, type Answers } from '../../src-main/ipc/answers.ts';
import { respondTo } from '../../src-main/ipc/respond.ts';
import { serve } from '../../src-main/ipc/serve.ts';
import { WindowSessions } from '../../src-main/ipc/window-sessions.ts';
import type { RequestName, Result, ServerView } from '../../src-preload/contract.ts';
import { exampleInputs } from '../support/example-inputs.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';
import { scriptedSite } from '../support/scripted-site.ts';

const origin = 'app://keyfob';
const names = Object.keys(answers) as RequestName[];

/** A window as far as the main process sees it. */
function makeWindow(id: number, at = origin) {
  const mainFrame = { origin: at };
  const contents = Object.assign(new EventEmitter(), {
    id,
    mainFrame,
    isDestroyed: () => false,
    send: () => undefined,
  });
  return { contents, event: { sender: contents, senderFrame: mainFrame } };
}

type Answer = Result<unknown>;

/** The handlers, with those of some requests replaced. */
function answersWith(changed: Partial<Record<RequestName, () => unknown>>): Answers {
  const replaced = Object.entries(changed).map(([name, answer]) => [name, { ...answers[name as RequestName], answer }]);
  return { ...answers, ...(Object.fromEntries(replaced) as Partial<Answers>) };
}

async function start({
  answers: changed = {},
  kit,
}: { answers?: Partial<Record<RequestName, () => unknown>>; kit?: Keyfob } = {}) {
  const keyfob = kit ?? (await startKeyfob());
  const { session } = keyfob;
  const copied: string[] = [];
  const services = servicesOf(keyfob, { copy: async (text) => void copied.push(text) });
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Answer>>();
  const windows = new WindowSessions(origin);
  serve(
    { handle: (name, listener) => void channels.set(name, listener as never) },
    respondTo({
      windows,
      ready: () => Promise.resolve(services),
      answers: answersWith(changed),
    }),
  );
  const window = makeWindow(1);
  windows.add(window.contents as never);
  windows.bind(session);
  const ask = (name: string, input?: unknown, event: unknown = window.event): Promise<Answer> => {
    const listener = channels.get(name);
    if (!listener) throw new Error(`nobody listens to ${name}`);
    return listener(event, input);
  };
  /** Another window, of this session. */
  const as = (other: Session) => {
    const another = makeWindow(2 + Math.floor(Math.random() * 1e9));
    windows.add(another.contents as never);
    windows.bind(other);
    return (name: string, input?: unknown) => ask(name, input, another.event);
  };
  const { id: memberId } = keyfob.store.profiles.create({
    workspaceId: session.workspaceId,
    name: 'Mai',
    role: 'member',
    now: 1,
  });
  const member: Session = { workspaceId: session.workspaceId, profileId: memberId, role: 'member' };
  return { kit: keyfob, channels, windows, window, ask, as, member, copied };
}

const refused = (code: string): unknown =>
  expect.objectContaining({ ok: false, error: expect.objectContaining({ code }) as unknown });

async function signedIn() {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (opened) await finishAuthorization(kit.context, site.redirect(opened));
  return { site, kit, id };
}

describe('every request of the contract', () => {
  it('has a channel, and there are no others', async () => {
    const { channels } = await start();
    expect([...channels.keys()].toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('%s refuses invalid input before its handler runs', async (name) => {
    let called = 0;
    const { ask } = await start({ answers: { [name]: () => (called += 1) } });
    const serverId = 'server-1';
    for (const input of [
      null,
      5,
      'text',
      [],
      { extra: true },
      { serverId, extra: true },
      { serverId: '' },
      { serverId: ['a'] },
      { serverId: 'a'.repeat(101) },
    ]) {
      expect(await ask(name, input)).toEqual({ ok: false, error: { code: 'request_invalid', values: {} } });
    }
    expect(called).toBe(0);
  });

  it.each(names)(
    '%s is answered with an error and never with silence or an exception, whatever its handler does',
    async (name) => {
      const input = exampleInputs[name]({ serverId: 'a', profileId: 'b' });
      for (const problem of [
        new Error('token access-1 leaked'),
        'a string',
        undefined,
        Object.assign(new Error('x'), { code: 'ENOENT' }),
      ]) {
        const { ask } = await start({
          answers: {
            [name]: () => {
              throw problem;
            },
          },
        });
        expect(await ask(name, input)).toEqual({ ok: false, error: { code: 'internal', values: {} } });
      }
    },
  );
});

describe('the sender of a request', () => {
  it('has to be the top frame of a window of Keyfob that shows its page', async () => {
    const { ask, window } = await start();
    const { contents } = window;
    const foreign = makeWindow(99);
    for (const [event, words] of [
      [{ sender: contents, senderFrame: null }, 'a frame that is gone'],
      [{ sender: contents, senderFrame: { origin } }, 'a frame inside'],
      [foreign.event, 'a window that is not ours'],
      [{ sender: foreign.contents, senderFrame: contents.mainFrame }, 'a window that shows our frame'],
      [{ sender: contents, senderFrame: undefined }, 'no frame'],
    ] as const) {
      for (const name of names)
        expect(await ask(name, undefined, event), `${name} from ${words}`).toEqual(refused('forbidden'));
    }
    expect(await ask('servers:list')).toMatchObject({ ok: true });
  });

  it.each(['https://evil.example', 'file://', 'null', '', 'app://evil', 'app://keyfob.evil'])(
    'is refused where it shows %j',
    async (at) => {
      const { ask, window } = await start();
      window.contents.mainFrame.origin = at;
      expect(await ask('servers:list')).toEqual(refused('forbidden'));
    },
  );

  it('has to be bound to a profile, and not be destroyed', async () => {
    const { ask, windows, window, kit } = await start();
    const unbound = makeWindow(2);
    windows.add(unbound.contents as never);
    expect(await ask('servers:list', undefined, unbound.event)).toEqual(refused('forbidden'));
    windows.bind(kit.session);
    expect(await ask('servers:list', undefined, unbound.event)).toMatchObject({ ok: true });
    window.contents.emit('destroyed');
    expect(await ask('servers:list')).toEqual(refused('forbidden'));
  });

  it('keeps its session: binding again changes no session', async () => {
    const { windows, member, window, kit } = await start();
    windows.bind(member);
    expect(windows.requesterOf(window.event as never)?.session).toEqual(kit.session);
  });

  it('waits until the store is open', async () => {
    const kit = await startKeyfob();
    const windows = new WindowSessions(origin);
    const channels = new Map<string, (event: unknown, input: unknown) => Promise<Answer>>();
    let open: (value: never) => void = () => undefined;
    const opened = new Promise<never>((resolve) => (open = resolve));
    serve(
      { handle: (name, listener) => void channels.set(name, listener as never) },
      respondTo({
        windows,
        ready: () => opened,
      }),
    );
    const window = makeWindow(1);
    windows.add(window.contents as never);
    const asked = channels.get('servers:list')?.(window.event, undefined);
    windows.bind(kit.session);
    open(servicesOf(kit) as never);
    expect(await asked).toEqual({ ok: true, value: [] });
  });

  it('gets an error where the store did not open', async () => {
    const windows = new WindowSessions(origin);
    const channels = new Map<string, (event: unknown, input: unknown) => Promise<Answer>>();
    const ready = Promise.reject(Object.assign(new Error('newer'), { code: 'database_newer' }));
    ready.catch(() => undefined);
    serve(
      { handle: (name, listener) => void channels.set(name, listener as never) },
      respondTo({
        windows,
        ready: () => ready,
      }),
    );
    const window = makeWindow(1);
    windows.add(window.contents as never);
    expect(await channels.get('servers:list')?.(window.event, undefined)).toEqual(refused('database_newer'));
  });
});

describe('a member', () => {
  const adminOnly: [RequestName, object][] = [
    ['servers:add', { url: 'https://more.example' }],
    ['servers:rename', { serverId: 'ID', name: 'New' }],
    ['servers:change-address', { serverId: 'ID', url: 'https://more.example' }],
    ['servers:set-enabled', { serverId: 'ID', enabled: false }],
    ['servers:remove', { serverId: 'ID' }],
  ];
  const slotOnly: RequestName[] = [
    'connections:discover',
    'connections:connect',
    'connections:cancel',
    'connections:open-again',
    'connections:copy-link',
    'connections:disconnect',
  ];

  it.each(adminOnly)('may not %s, and an admin may', async (name, input) => {
    const { kit, ask, as, member } = await start();
    const serverId = kit.addServer('https://notes.example/mcp');
    const filled = { ...input, ...('serverId' in input && { serverId }) };
    expect(await as(member)(name, filled)).toEqual(refused('forbidden'));
    expect(kit.store.servers.list(kit.session.workspaceId)).toMatchObject([
      { id: serverId, name: 'Notes', enabled: true },
    ]);
    expect(await ask(name, filled)).toMatchObject({ ok: true });
  });

  it('may discover an address as it is, and not with settings that only an admin may save', async () => {
    const { ask, as, member } = await start();
    const url = 'https://127.0.0.1:2/new';
    const settings = { headers: { 'X-Team': 'red' } };
    expect(await as(member)('connections:discover', { url, settings })).toEqual(refused('forbidden'));
    const unreachable = { ok: false, error: { code: 'connection_refused' } };
    expect(await as(member)('connections:discover', { url })).toMatchObject(unreachable);
    expect(await ask('connections:discover', { url, settings })).toMatchObject(unreachable);
  });

  it.each(slotOnly)('may %s in a slot of their own and not in the shared one', async (name) => {
    const { kit, as, member } = await start();
    const askAsMember = as(member);
    const own = kit.addServer('https://127.0.0.1:2/own');
    const { id: shared } = kit.store.servers.insert({
      workspaceId: kit.session.workspaceId,
      name: 'Shared',
      url: 'https://127.0.0.1:2/shared',
      account: 'shared',
      now: 1,
    });
    expect(await askAsMember(name, { serverId: shared })).toEqual(refused('forbidden'));
    expect(await askAsMember(name, { serverId: own })).not.toEqual(refused('forbidden'));
  });

  it('may call tools with the shared sign-in, and not ask for more access for it', async () => {
    const { kit, as, member } = await start();
    const { id: serverId } = kit.store.servers.insert({
      workspaceId: kit.session.workspaceId,
      name: 'Shared',
      url: 'https://notes.example/shared',
      account: 'shared',
      now: 1,
    });
    const call = { serverId, callId: 'c', tool: 't', arguments: {} };
    expect(await as(member)('tools:call', { ...call, stepUp: true })).toEqual(refused('forbidden'));
    expect(await as(member)('tools:call', { ...call, stepUp: false })).toEqual(refused('not_signed_in'));
    const own = kit.addServer('https://notes.example/mcp');
    expect(await as(member)('tools:call', { ...call, serverId: own, stepUp: true })).toEqual(refused('not_signed_in'));
  });

  it('may see the servers and call their tools', async () => {
    const { kit, as, member } = await start();
    const serverId = kit.addServer('https://notes.example/mcp');
    expect(await as(member)('servers:list')).toMatchObject({ ok: true, value: [{ id: serverId }] });
    expect(await as(member)('tools:list', { serverId })).toEqual(refused('not_signed_in'));
    expect(await as(member)('tools:cancel', { callId: 'any' })).toEqual({ ok: true, value: null });
  });

  it('does not see whether another person is signed in, and cannot use their sign-in', async () => {
    const { kit, id } = await signedIn();
    const { as, member } = await start({ kit });
    expect(await as(member)('servers:list')).toMatchObject({ value: [{ status: { state: 'signed_out' } }] });
    expect(JSON.stringify(await as(member)('servers:list'))).not.toContain('signIn');
    expect(await as(member)('tools:list', { serverId: id })).toEqual(refused('not_signed_in'));
    expect(await as(member)('connections:disconnect', { serverId: id })).toEqual({
      ok: true,
      value: { revocation: 'nothing_to_revoke' },
    });
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('who claims to be an admin is judged by the role in the store', async () => {
    const { as, member } = await start();
    const boasting = as({ ...member, role: 'admin' });
    expect(await boasting('servers:add', { url: 'https://more.example' })).toEqual(refused('forbidden'));
  });

  it('whose profile is gone may do nothing that needs one', async () => {
    const { as, member } = await start();
    const gone = as({ ...member, profileId: 'gone', role: 'admin' });
    expect(await gone('servers:add', { url: 'https://more.example' })).toEqual(refused('forbidden'));
  });

  it('cannot cancel the call of another person', async () => {
    const aborted: string[] = [];
    const { kit, id } = await signedIn();
    const { ask, as, member } = await start({ kit });
    const hanging = ask('tools:call', { serverId: id, callId: 'call-1', tool: 'x', arguments: {} }).then((answer) => {
      aborted.push('ended');
      return answer;
    });
    await as(member)('tools:cancel', { callId: 'call-1' });
    expect(await hanging).toEqual(refused('token_refused'));
    expect(aborted).toEqual(['ended']);
  });
});

describe('a server of another workspace', () => {
  it('is not found by any request', async () => {
    const { kit, ask } = await start();
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Work', now: 1 });
    const { id: serverId } = kit.store.servers.insert({
      workspaceId,
      name: 'Foreign',
      url: 'https://foreign.example',
      now: 1,
    });
    const inputs: [RequestName, object][] = [
      ['servers:rename', { name: 'Mine' }],
      ['servers:change-address', { url: 'https://more.example' }],
      ['servers:set-enabled', { enabled: false }],
      ['servers:remove', {}],
      ['connections:connect', {}],
      ['connections:use-key', { key: 'a-key' }],
      ['connections:cancel', {}],
      ['connections:open-again', {}],
      ['connections:copy-link', {}],
      ['connections:disconnect', {}],
      ['tools:list', {}],
      ['tools:call', { callId: 'c', tool: 't', arguments: {} }],
    ];
    for (const [name, input] of inputs) {
      const foreign = await ask(name, { ...input, serverId });
      expect(foreign, name).toEqual(refused('server_not_found'));
      expect(foreign, name).toEqual(await ask(name, { ...input, serverId: 'nothing-of-that-name' }));
    }
    expect(kit.store.servers.get(workspaceId, serverId)).toMatchObject({ name: 'Foreign', enabled: true });
    expect(await ask('servers:list')).toEqual({ ok: true, value: [] });
  });
});

describe('the answer that a window gets', () => {
  it('is a server that was added, or the one that exists already', async () => {
    const { ask } = await start();
    const added = (await ask('servers:add', { url: ' mcp.linear.app/mcp ' })) as { ok: true; value: ServerView };
    expect(added).toMatchObject({
      ok: true,
      value: { name: 'Linear', url: 'https://mcp.linear.app/mcp', host: 'mcp.linear.app' },
    });
    expect(await ask('servers:add', { url: 'https://mcp.linear.app/mcp' })).toEqual({
      ok: false,
      error: { code: 'server_exists', values: { server: 'Linear', serverId: added.value.id }, remedy: 'open_existing' },
    });
    expect(await ask('servers:rename', { serverId: added.value.id, name: '  \u202e ' })).toEqual(
      refused('request_invalid'),
    );
    expect(await ask('servers:rename', { serverId: added.value.id, name: 'My \u202eLinear\0' })).toMatchObject({
      value: { name: 'My Linear' },
    });
  });

  it.each([
    ['', 'address_invalid'],
    ['linear', 'address_invalid'],
    ['not a host', 'address_invalid'],
    ['http://notes.example', 'address_not_https'],
    ['ftp://notes.example', 'address_not_https'],
    ['javascript://notes.example/%0aalert(1)', 'address_not_https'],
    ['https://user:secret@notes.example', 'address_has_credentials'],
    ['https://10.0.0.1/mcp', 'address_refused'],
    ['https://169.254.169.254', 'address_refused'],
  ])('is no server for the address %j', async (url, code) => {
    const { ask, kit } = await start();
    expect(await ask('servers:add', { url })).toEqual(refused(code));
    expect(kit.store.servers.list(kit.session.workspaceId)).toEqual([]);
  });

  it('is a copied link that it never sees itself', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const { ask, copied } = await start({ kit });
    const serverId = kit.addServer(site.url);
    expect(await ask('connections:copy-link', { serverId })).toEqual(refused('cancelled'));
    const connected = await ask('connections:connect', { serverId });
    expect(await ask('connections:copy-link', { serverId })).toEqual({ ok: true, value: null });
    expect(await ask('connections:open-again', { serverId })).toEqual({ ok: true, value: null });
    expect(copied).toEqual([kit.opened[0]?.href]);
    expect(kit.opened.map(({ href }) => href)).toEqual([copied[0], copied[0]]);
    const state = kit.opened[0]?.searchParams.get('state') ?? '';
    expect(state).not.toBe('');
    expect(JSON.stringify([connected, await ask('servers:list')])).not.toContain(state);
    expect(await ask('connections:cancel', { serverId })).toMatchObject({ value: { status: { state: 'signed_out' } } });
    expect(await ask('connections:open-again', { serverId })).toEqual(refused('cancelled'));
  });

  it('is never a token, not in a reply and not in an error', async () => {
    const { site, kit, id } = await signedIn();
    const { ask } = await start({ kit });
    site.authorization.routes['/token'] = () => ({
      status: 400,
      json: { error: 'invalid_request', error_description: 'refresh-1 is odd' },
    });
    const replies = [
      await ask('servers:list'),
      await ask('tools:list', { serverId: id }),
      await ask('tools:call', { serverId: id, callId: 'c', tool: 't', arguments: {} }),
      await ask('connections:connect', { serverId: id }),
      await ask('connections:disconnect', { serverId: id }),
    ];
    expect(JSON.stringify(replies)).not.toMatch(/access-\d|refresh-\d|the-code/);
    expect(kit.log.join('\n')).not.toMatch(/access-\d|the-code/);
  });
});

it('every request is answered, and no answer holds a token', { timeout: 60_000 }, async () => {
  const { kit, id } = await signedIn();
  const { ask } = await start({ kit });
  const anything = fc.oneof(
    fc.anything(),
    fc.record(
      { serverId: fc.constantFrom(id, 'x', '__proto__'), name: fc.string(), callId: fc.string(), tool: fc.string() },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.constantFrom('serverId', 'url', 'text', 'enabled', '__proto__', 'constructor'), fc.anything()),
  );
  const harmless = names.filter(
    (name) =>
      !['connections:connect', 'connections:disconnect', 'servers:remove', 'tools:list', 'tools:call'].includes(name),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...harmless), anything, async (name, input) => {
      const answer = await ask(name, input);
      expect(typeof answer.ok).toBe('boolean');
      expect(JSON.stringify(answer)).not.toMatch(/access-1|refresh-1/);
    }),
    { numRuns: 2000 },
  );
});
