import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { exportServers } from '../../../src-main/connections/servers/export-servers.ts';
import { settingsView } from '../../../src-main/connections/servers/settings.ts';
import { errorView } from '../../../src-main/base/error-view.ts';
import { fault } from '../../support/faults.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { toolsOf } from '../../support/tools.ts';

/** Signed in at a server whose headers cannot be decrypted any more, as after starting over with another key. */
async function unreadable() {
  const parts = await startRealParts({ settings: { headers: { 'x-team': 'blue' } } });
  const { kit, id, server } = parts;
  await kit.signIn(id);
  kit.addServer('https://notes.example/mcp');
  const database = new BetterSqlite3(join(kit.folder, 'keyfob.sqlite'));
  database.prepare(`UPDATE server_secret SET value = randomblob(length(value))`).run();
  database.close();
  return { ...parts, ...toolsOf(kit, id), asked: () => server.bearers().requests };
}

it('headers that cannot be decrypted prevent neither the settings from opening nor an export of all servers', async () => {
  const { kit, id } = await unreadable();
  expect(settingsView(kit.context, kit.session, id)).toMatchObject({ headerNames: [], account: 'own' });
  expect(exportServers(kit.context, kit.session).count).toBe(2);
});

it('headers that cannot be decrypted have to be entered again before anything is sent', async () => {
  const { kit, id, list, asked, change } = await unreadable();
  const before = asked();
  const error = await list().catch(errorView);
  expect(error).toMatchObject({ code: 'headers_needed', remedy: 'edit_settings' });
  await expect(connect(kit.context, kit.session, id, { registerAgain: true })).rejects.toEqual(fault('headers_needed'));
  expect(kit.view(id).lastAttempt?.error).toMatchObject({ code: 'headers_needed', remedy: 'edit_settings' });
  expect(asked()).toBe(before);
  await change({ headers: { 'x-team': 'green' } });
  expect(await list()).not.toHaveLength(0);
  await connect(kit.context, kit.session, id, { registerAgain: true });
});

it('headers that cannot be decrypted can be removed', async () => {
  const { kit, id, list, change } = await unreadable();
  await change({ headers: null });
  expect(kit.store.serverSecrets.kinds(id)).toEqual([]);
  expect(await list()).not.toHaveLength(0);
});
