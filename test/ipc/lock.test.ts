import { describe, expect, it } from 'vitest';
import { answers } from '../../src-main/ipc/answers.ts';
import { respondTo } from '../../src-main/ipc/respond.ts';
import { serve } from '../../src-main/ipc/serve.ts';
import type { RequestName, Result } from '../../src-preload/contract.ts';
import { registrationFor, tokensFor } from '../store/fixture.ts';
import { exampleInputs } from '../support/example-inputs.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';

const passphrase = 'a horse, a kingdom';

/** Asks as the one window of a Keyfob that has a passphrase. `sure`: what the person says in the system's dialog. */
async function start({ sure = false } = {}) {
  const kit = await startKeyfob();
  const { session, store } = kit;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const services = servicesOf(kit, {
    askToForget: async () => sure,
    programs: () => held.then(() => [{ name: 'Cursor', servers: [] }]),
  });
  const { lock } = services;
  await lock.setUp(passphrase);
  const serverId = kit.addServer('https://127.0.0.1:2/plans');
  store.servers.rename(session.workspaceId, serverId, 'Secret plans');
  const registration = store.clientRegistrations.save(registrationFor(session.workspaceId));
  const at = { issuedAt: Date.now(), expiresAt: Date.now() + 3_600_000, signedInBy: session.profileId };
  store.tokenSets.save(tokensFor(serverId, session.profileId, registration.id, at));
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Result<unknown>>>();
  serve(
    { handle: (name, listener) => void channels.set(name, listener as never) },
    respondTo({
      windows: { isOurs: () => true, asking: () => ({ session, bind: () => undefined, send: () => undefined }) },
      ready: async () => services,
    }),
  );
  const ask = (name: RequestName, input?: unknown) =>
    channels.get(name)?.({}, input) ?? Promise.reject(new Error(name));
  return { kit, lock, ask, serverId, release };
}

const whatOpensIt = ['lock:describe', 'lock:now', 'lock:unlock', 'lock:unlock-by-system', 'lock:forget'];

describe('while Keyfob is locked', () => {
  it('every request but those that open it is refused, and changes nothing', async () => {
    const { kit, lock, ask, serverId } = await start();
    lock.lock();
    const left = () =>
      JSON.stringify([kit.store.servers.list(kit.session.workspaceId), kit.store.tokenSets.slotsOf(serverId)]);
    const before = left();
    const hidden = (Object.keys(answers) as RequestName[]).filter((name) => !whatOpensIt.includes(name));
    for (const name of hidden) {
      const input = exampleInputs[name]({ serverId, profileId: kit.session.profileId });
      expect(await ask(name, input), name).toEqual({ ok: false, error: { code: 'locked', values: {} } });
    }
    expect(left()).toBe(before);
    console.log(`${hidden.length} requests refused while locked, ${whatOpensIt.length} answered`);
  });

  it('an answer to what was asked before is held back', async () => {
    const { lock, ask, release } = await start();
    const answer = ask('import:from-programs');
    lock.lock();
    release();
    expect(await answer).toEqual({ ok: false, error: { code: 'locked', values: {} } });
  });

  it('the passphrase opens it, and everything answers again', async () => {
    const { lock, ask } = await start();
    expect(await ask('lock:now')).toMatchObject({ value: { state: 'locked' } });
    expect(await ask('lock:unlock', { passphrase: 'wrong' })).toMatchObject({ error: { code: 'passphrase_wrong' } });
    expect(lock.isLocked).toBe(true);
    expect(await ask('lock:unlock', { passphrase })).toMatchObject({ value: { state: 'open' } });
    expect(await ask('servers:list')).toMatchObject({ value: [{ name: 'Secret plans' }] });
  });
});

describe('a passphrase that is lost', () => {
  it('changes nothing where the person thinks better of it', async () => {
    const { kit, lock, ask, serverId } = await start();
    lock.lock();
    expect(await ask('lock:forget')).toMatchObject({ value: { state: 'locked' } });
    expect(kit.store.tokenSets.slotsOf(serverId)).toHaveLength(1);
  });

  it('goes with every sign-in and every secret that was entered; servers stay', async () => {
    const { kit, lock, ask, serverId } = await start({ sure: true });
    const headers = { 'x-api-key': 'canary' };
    await ask('servers:change-settings', {
      serverId,
      changes: { clientId: 'app', clientSecret: 'canary', headers },
    });
    expect(kit.store.serverSecrets.kinds(serverId)).not.toEqual([]);
    lock.lock();
    expect(await ask('lock:forget')).toMatchObject({ value: { state: 'off' } });
    expect(kit.store.tokenSets.slotsOf(serverId)).toEqual([]);
    expect(kit.store.serverSecrets.kinds(serverId)).toEqual([]);
    expect(await ask('servers:list')).toMatchObject({
      value: [{ name: 'Secret plans', status: { state: 'signed_out' } }],
    });
  });

  it('is nothing to be asked about where Keyfob is open', async () => {
    const { kit, ask, serverId } = await start({ sure: true });
    expect(await ask('lock:forget')).toMatchObject({ value: { state: 'open' } });
    expect(kit.store.tokenSets.slotsOf(serverId)).toHaveLength(1);
  });
});
