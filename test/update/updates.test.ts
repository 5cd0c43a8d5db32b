import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { UpdateState } from '../../src-main/update/update-state.ts';
import { type ManagedUpdates, Updates } from '../../src-main/update/updates.ts';
import type { ErrorCode } from '../../src-preload/contract.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { type Reply, scriptedServer } from '../support/scripted-server.ts';
import { duringManifest, plainManifest, testKey } from '../support/signed-manifest.ts';

const hour = 3_600_000;
const key = testKey();
const bytesOf = (manifest: unknown) => Buffer.from(`${JSON.stringify(manifest)}\n`);
const body =
  (body: string | Uint8Array): Reply =>
  () => ({ status: 200, headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from(body) });
const absent: Reply = () => ({ status: 404, headers: {}, body: 'Not found' });

interface Published {
  manifest: Reply;
  minisig: Reply;
}

/** What a publisher serves for this file, signed with this key. */
const published = (file: Uint8Array, by = key): Published => ({ manifest: body(file), minisig: body(by.signed(file)) });

/** Updates of version 1.2.3 that ask a real server on loopback, which can serve something else later. */
async function checking(first: Published, managed: () => ManagedUpdates = () => ({ allowed: true })) {
  let served = first;
  const server = await scriptedServer({
    '/keyfob.json': (asked) => served.manifest(asked),
    '/keyfob.json.minisig': (asked) => served.minisig(asked),
  });
  const outbound = createOutbound('loopback');
  onTestFinished(() => outbound.close('cut'));
  const file = join(temporaryFolder(), 'update.json');
  const clock = { now: duringManifest };
  const settings = { isWanted: false, publicKey: key.publicKey, version: '1.2.3' };
  let changes = 0;
  const make = () =>
    new Updates({
      source: { address: `${server.origin}/keyfob.json`, publicKey: settings.publicKey },
      managed,
      version: settings.version,
      command: 'sudo apt install keyfob',
      state: new UpdateState(file),
      fetchFor: () => outbound.metadata,
      isWanted: () => settings.isWanted,
      log: { info: () => undefined, warn: () => undefined },
      now: () => clock.now,
      random: () => 0.5,
      onChange: () => (changes += 1),
    });
  return {
    updates: make(),
    /** As after a restart: all that is known is in the file. */
    again: make,
    serve: (next: Published) => (served = next),
    asked: () => server.requests.map(({ path }) => path),
    host: new URL(server.origin).host,
    clock,
    settings,
    changes: () => changes,
  };
}

describe('the check for updates', () => {
  it('offers a version after the running one, with the command that installs it, and remembers it', async () => {
    const { updates, again, host, changes } = await checking(published(bytesOf(plainManifest)));
    expect(updates.view()).toMatchObject({ checks: 'possible', host, checkedAt: null, offered: null, failure: null });
    await updates.check();
    const found = {
      checks: 'possible',
      host,
      isManaged: false,
      checkedAt: duringManifest,
      offered: { version: '1.3.0', date: Date.UTC(2026, 10, 1) },
      command: 'sudo apt install keyfob',
      failure: null,
    };
    expect(updates.view()).toEqual(found);
    expect(again().view()).toEqual(found);
    expect(changes()).toBe(1);
  });

  it.each(['1.3.0', '1.3.0-beta.2'])('offers nothing to the same version: %s', async (version) => {
    const { again, settings } = await checking(published(bytesOf(plainManifest)));
    settings.version = version;
    const updates = again();
    await updates.check();
    expect(updates.view()).toMatchObject({ offered: null, failure: null, checkedAt: duringManifest });
  });

  it('offers nothing any more once the update is installed', async () => {
    const { updates, again, settings } = await checking(published(bytesOf(plainManifest)));
    await updates.check();
    settings.version = '1.3.0';
    expect(again().view().offered).toBeNull();
  });

  const changed = (changes: object) => published(bytesOf({ ...plainManifest, ...changes }));
  const refused: [what: string, code: ErrorCode, served: Published][] = [
    ['an older version', 'update_older', changed({ version: '1.2.2' })],
    ['expired', 'update_expired', changed({ expires: '2026-11-29T23:59:59Z' })],
    ['signed with another key', 'update_wrong_key', published(bytesOf(plainManifest), testKey('keyfob-2'))],
    ['signed with another key of the same id', 'update_changed', published(bytesOf(plainManifest), testKey())],
    [
      'changed after it was signed',
      'update_changed',
      { ...published(bytesOf(plainManifest)), manifest: body(bytesOf({ ...plainManifest, version: '9.9.9' })) },
    ],
    ['unsigned', 'update_unsigned', { ...published(bytesOf(plainManifest)), minisig: absent }],
    ['signed in no known form', 'update_unsigned', { ...published(bytesOf(plainManifest)), minisig: body('signed!') }],
    ['for another program', 'update_other_product', changed({ product: 'keyring' })],
    ['no JSON', 'update_malformed', published(Buffer.from('Keyfob 1.3.0\n'))],
    ['JSON with a name twice', 'update_malformed', published(Buffer.from('{"version":"1.3.0","version":"1.4.0"}'))],
    ['without a counter', 'update_malformed', changed({ counter: undefined })],
    ['with a counter of 0', 'update_malformed', changed({ counter: 0 })],
    ['with a version that is none', 'update_malformed', changed({ version: 'latest' })],
    ['with a day that does not exist', 'update_malformed', changed({ expires: '2027-13-40T00:00:00Z' })],
    ['without files', 'update_malformed', changed({ files: [] })],
    [
      'with a file of another folder',
      'update_malformed',
      changed({ files: [{ name: '../../etc/passwd', sha512: 'a'.repeat(128) }] }),
    ],
    ['with a short sum', 'update_malformed', changed({ files: [{ name: 'keyfob.deb', sha512: 'a'.repeat(64) }] })],
    ['larger than 64 kB', 'update_too_large', changed({ more: 'x'.repeat(64 * 1024) })],
    ['larger than any answer', 'update_too_large', changed({ more: 'x'.repeat(300 * 1024) })],
    [
      'signed at a length of 3 kB',
      'update_too_large',
      { ...published(bytesOf(plainManifest)), minisig: body('x'.repeat(3000)) },
    ],
    ['not there', 'update_unavailable', { manifest: absent, minisig: absent }],
    [
      'behind a fault of the server',
      'update_unavailable',
      { ...published(bytesOf(plainManifest)), manifest: () => ({ status: 503, headers: {}, body: '' }) },
    ],
  ];
  it.each(refused)('of a manifest that is %s is refused as %s', async (_what, code, served) => {
    const { updates, again, host } = await checking(served);
    await updates.check();
    const { failure, offered, checkedAt } = again().view();
    expect({ code: failure?.code, offered, checkedAt }).toEqual({ code, offered: null, checkedAt: duringManifest });
    expect(failure?.values).toMatchObject({ host });
  });

  it.each([
    ['an earlier manifest', { counter: 6 }],
    ['the same counter for another version', { version: '1.2.9' }],
  ])('refuses %s after a later one as update_rolled_back, also after a restart', async (_what, changes) => {
    const { updates, again, serve } = await checking(published(bytesOf(plainManifest)));
    await updates.check();
    serve(changed(changes));
    const later = again();
    await later.check();
    expect(later.view().failure?.code).toBe('update_rolled_back');
    expect(later.view().offered?.version).toBe('1.3.0');
    serve(changed({ counter: 8, version: '1.4.0' }));
    await later.check();
    expect(later.view()).toMatchObject({ failure: null, offered: { version: '1.4.0' } });
  });

  it('names the fault of the network where no server answers', async () => {
    const { updates } = await checking({ manifest: () => 'close', minisig: absent });
    await updates.check();
    expect(updates.view().failure?.code).toBe('connection_failed');
  });

  it('is impossible in a build without a key, and in one whose key is none', async () => {
    const { again, settings, asked } = await checking(published(bytesOf(plainManifest)));
    settings.publicKey = '';
    expect(again().view().checks).toBe('no_key');
    await expect(again().check()).rejects.toEqual(fault('update_no_key'));
    settings.publicKey = 'RWQ=';
    const updates = again();
    await updates.check();
    expect(updates.view().failure?.code).toBe('update_no_key');
    expect(asked()).not.toContain('/keyfob.json.minisig');
  });

  it('asks at an administrator’s address, and not at all where they forbid it', async () => {
    let managed: ManagedUpdates = { allowed: true, address: 'https://updates.acme.example/keyfob.json' };
    const { updates, asked } = await checking(published(bytesOf(plainManifest)), () => managed);
    expect(updates.view()).toMatchObject({ checks: 'possible', host: 'updates.acme.example', isManaged: true });
    managed = { allowed: false };
    expect(updates.view().checks).toBe('forbidden');
    await expect(updates.check()).rejects.toEqual(fault('forbidden'));
    expect(asked()).toEqual([]);
  });
});

describe('the daily check for updates', () => {
  it('asks nothing unless the user wants it', async () => {
    const { updates, asked, settings } = await checking(published(bytesOf(plainManifest)));
    await updates.checkIfDue();
    expect(asked()).toEqual([]);
    settings.isWanted = true;
    await updates.checkIfDue();
    expect(asked()).toEqual(['/keyfob.json', '/keyfob.json.minisig']);
  });

  it('asks again after a day and half of four hours, where the random number is 0.5', async () => {
    const { updates, asked, settings, clock } = await checking(published(bytesOf(plainManifest)));
    settings.isWanted = true;
    await updates.checkIfDue();
    clock.now += 26 * hour - 1;
    await updates.checkIfDue();
    expect(asked()).toHaveLength(2);
    clock.now += 1;
    await updates.checkIfDue();
    expect(asked()).toHaveLength(4);
  });

  it('asks again where the clock was set back, and never where an administrator forbids it', async () => {
    const managed = { allowed: true };
    const { updates, asked, settings, clock } = await checking(published(bytesOf(plainManifest)), () => managed);
    settings.isWanted = true;
    await updates.checkIfDue();
    clock.now -= 48 * hour;
    await updates.checkIfDue();
    expect(asked()).toHaveLength(4);
    managed.allowed = false;
    clock.now += 480 * hour;
    await updates.checkIfDue();
    expect(asked()).toHaveLength(4);
  });
});
