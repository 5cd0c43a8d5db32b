import { describe, expect, it } from 'vitest';
import { closed, type Managed } from '../../src-main/base/managed.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { desktopOf } from '../../src-main/app/desktop.ts';
import { Imports } from '../../src-main/connections/servers/import-servers.ts';
import { Lock } from '../../src-main/lock/lock.ts';
import { Preferences } from '../../src-main/shell/preferences.ts';
import type { ImportPreviewView, RequestName } from '../../src-preload/contract.ts';
import { answeringWith } from '../support/answering.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob, temporaryFolder } from '../support/keyfob.ts';
import { noSystemCheck, plainPreferences } from '../support/no-desktop.ts';
import { scriptedSite } from '../support/scripted-site.ts';
import { servicesOf } from '../support/services-of.ts';

const file = '/etc/keyfob/managed.json';

/** A window of a computer whose administrator has set this. */
async function start(managed: Managed, { text = '', folder }: { text?: string; folder?: string } = {}) {
  const kit = await startKeyfob({ managed, ...(folder !== undefined && { folder }) });
  const saved: string[] = [];
  const preferences = new Preferences(`${temporaryFolder()}/preferences.json`, { ...plainPreferences, lockAfter: 60 });
  const lock = new Lock({
    store: kit.store,
    uptime: () => 1000,
    system: noSystemCheck,
    isRequired: managed?.lockAfterMinutes !== undefined,
    isKept: managed?.problem !== undefined,
  });
  const services = servicesOf(kit, {
    lock,
    imports: new Imports(kit.context),
    askPerson: async () => true,
    desktop: desktopOf({
      preferences,
      managed,
      version: '1',
      sqlite: '3',
      build: { forTests: false, electron: null },
      folder: '/nowhere',
      resources: '/nowhere',
      resolveProxy: async () => 'DIRECT',
      isReplaced: () => false,
      openPath: async () => '',
    }),
    files: {
      save: async (name) => (saved.push(name), name),
      open: async () => ({ name: 'servers.json', text }),
      openCertificates: async () => null,
      choose: async () => null,
      isChosen: () => false,
    },
  });
  const respond = answeringWith(services);
  const ask = async (name: RequestName, input?: unknown) => (await respond(kit.session, name, input)).answer;
  return { kit, ask, saved, preferences };
}

const refused = (reason: string, host = '') => ({
  ok: false,
  error: { code: 'managed', values: { reason, host, file } },
});

describe('a window whose administrator allows servers', () => {
  it('refuses a server that is not allowed, wherever it comes from', async () => {
    const servers = [
      { name: 'Notes', url: 'https://notes.example/mcp' },
      { name: 'Linear', url: 'https://mcp.linear.app/mcp' },
    ];
    const text = JSON.stringify({ format: 'keyfob-servers', version: 1, servers });
    const { ask, kit } = await start({ file, allowedServers: ['https://mcp.linear.app'] }, { text });
    expect(await ask('servers:add', { url: 'https://notes.example/mcp' })).toEqual(refused('server', 'notes.example'));
    const preview = await ask('import:from-file');
    const { previewId, sources } = (preview as unknown as { value: ImportPreviewView }).value;
    expect(sources[0]?.entries.map(({ state }) => state)).toEqual(['refused', 'new']);
    expect(sources[0]?.entries[0]?.error?.code).toBe('managed');
    await ask('import:add', { previewId, indexes: [0, 1] });
    expect(kit.store.servers.list(kit.session.workspaceId).map(({ url }) => url)).toEqual([
      'https://mcp.linear.app/mcp',
    ]);
    const [{ id: serverId } = { id: '' }] = kit.store.servers.list(kit.session.workspaceId);
    expect(await ask('servers:change-address', { serverId, url: 'https://notes.example/mcp' })).toEqual(
      refused('server', 'notes.example'),
    );
    expect(await ask('connections:discover', { url: 'https://notes.example/mcp' })).toEqual(
      refused('server', 'notes.example'),
    );
  });

  it('sends nothing to one that was there before, and signs out without revoking', async () => {
    const site = await scriptedSite();
    const before = await startKeyfob();
    const serverId = before.addServer(site.url);
    await connect(before.context, before.session, serverId);
    await finishAuthorization(before.context, site.redirect(before.opened[0] ?? new URL(site.url)));
    const { ask, kit } = await start({ file, allowedServers: [] }, { folder: before.folder });
    const sent = () => site.server.requests.length + site.authorization.requests.length;
    const already = sent();
    const not = refused('server', new URL(site.url).host);
    expect(await ask('connections:discover', { serverId, refresh: true })).toEqual(not);
    expect(await ask('tools:list', { serverId })).toMatchObject({ ok: false, error: { code: 'managed' } });
    await ask('connections:connect', { serverId });
    expect(kit.completed()).toEqual(['managed']);
    expect(await ask('connections:disconnect', { serverId })).toMatchObject({ ok: true });
    expect(kit.store.tokenSets.get(serverId, kit.session.profileId)).toBeUndefined();
    expect(sent()).toBe(already);
  });
});

describe('a window whose administrator allows private addresses', () => {
  const nas = 'https://10.0.0.5:8443/mcp';

  it('allows those alone, and what the user allowed before holds no more', async () => {
    const { ask, kit } = await start({ file, allowedAddresses: ['https://10.0.0.5:8443'] });
    expect(await ask('origins:allow', { url: nas })).toMatchObject({ ok: true, value: { allowed: true } });
    expect(await ask('origins:allow', { url: 'https://10.0.0.6/mcp' })).toEqual(refused('address', '10.0.0.6'));
    const { workspaceId, profileId } = kit.session;
    const origin = 'https://10.0.0.6';
    kit.store.allowedOrigins.add({ workspaceId, origin, allowedBy: profileId, allowedAt: 1 });
    const assert = (url: string) => kit.context.outbound({ workspaceId, url }).assertAllowed(new URL(url));
    await expect(assert('https://10.0.0.6/mcp')).rejects.toEqual(fault('address_refused'));
    await expect(assert(nas)).resolves.toBeUndefined();
  });
});

describe('a window whose administrator forbids exports', () => {
  it('saves no file', async () => {
    const { ask, saved } = await start({ file, export: false });
    expect(await ask('servers:export')).toEqual(refused('export'));
    expect(saved).toEqual([]);
  });
});

describe('a window whose administrator requires the lock', () => {
  it('is locked until a passphrase is chosen, which cannot be removed, and locks in time', async () => {
    const { ask } = await start({ file, lockAfterMinutes: 15 });
    expect(await ask('servers:list')).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(await ask('lock:describe')).toMatchObject({
      value: { state: 'locked', required: true, needsPassphrase: true },
    });
    for (const request of ['lock:unlock', 'lock:remove'] as const)
      expect(await ask(request, { passphrase: '' })).toMatchObject({ ok: false });
    expect(await ask('servers:list')).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(await ask('lock:set-up', { passphrase: 'correct horse' })).toMatchObject({ value: { state: 'open' } });
    expect(await ask('servers:list')).toMatchObject({ ok: true });
    expect(await ask('lock:remove', { passphrase: 'correct horse' })).toMatchObject({ error: { code: 'managed' } });
    // The user's own hour is longer than what the administrator allows.
    expect(await ask('desktop:describe')).toMatchObject({ value: { preferences: { lockAfter: 15 } } });
    for (const lockAfter of [0, 60]) expect(await ask('preferences:change', { lockAfter })).toEqual(refused('lock'));
    expect(await ask('preferences:change', { lockAfter: 5 })).toMatchObject({ value: { lockAfter: 5 } });
    await ask('lock:now');
    expect(await ask('lock:set-up', { passphrase: 'another one', current: 'correct horse' })).toMatchObject({
      error: { code: 'locked' },
    });
    expect(await ask('lock:unlock', { passphrase: 'correct horse' })).toMatchObject({ value: { state: 'open' } });
  });
});

describe('a window whose administrator’s file is refused', () => {
  const broken: Managed = { file, problem: 'invalid', detail: 'unknown: allowedServer', ...closed };

  it('allows nothing that the file could restrict, keeps what is there, and says why', async () => {
    const { ask, kit } = await start(broken);
    const url = 'https://mcp.linear.app/mcp';
    expect(await ask('servers:add', { url })).toEqual(refused('file', 'mcp.linear.app'));
    expect(await ask('servers:export')).toEqual(refused('file'));
    expect(await ask('origins:allow', { url: 'https://10.0.0.5/' })).toEqual(refused('file', '10.0.0.5'));
    expect(await ask('lock:set-up', { passphrase: 'correct horse' })).toMatchObject({ value: { state: 'open' } });
    expect(await ask('lock:remove', { passphrase: 'correct horse' })).toMatchObject({ error: { code: 'managed' } });
    expect(await ask('desktop:describe')).toMatchObject({ value: { managed: broken } });
    const { id: serverId } = kit.store.servers.insert({
      workspaceId: kit.session.workspaceId,
      name: 'Linear',
      url,
      now: 1,
    });
    expect(await ask('servers:list')).toMatchObject({ ok: true });
    expect(await ask('servers:remove', { serverId })).toMatchObject({ ok: true });
  });
});
