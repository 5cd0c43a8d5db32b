import { describe, expect, it } from 'vitest';
import type { ServerSettingsView, SettingChanges } from '../../src-preload/contract.ts';
import { fileDialogs } from '../../src-main/shell/file-dialogs.ts';
import { answeringWith } from '../support/answering.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';

/** A window, and a user who chooses this file in the system's dialog. */
async function start(chosen: string | undefined) {
  const kit = await startKeyfob();
  const dialog = {
    showSaveDialog: async () => ({ canceled: true, filePath: '' }),
    showOpenDialog: async () => ({ canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] }),
  };
  const respond = answeringWith(servicesOf(kit, { files: fileDialogs(dialog, { folder: () => '/', largestFile: 1 }) }));
  const serverId = kit.addServer('https://notes.example/mcp');
  return {
    choose: async () => (await respond(kit.session, 'servers:choose-file', undefined)).answer,
    change: async (changes: SettingChanges) =>
      (await respond(kit.session, 'servers:change-settings', { serverId, changes })).answer,
  };
}

describe('the file of a workload’s token', () => {
  it('is set by a window after the user chose it in the dialog, and kept with other changes', async () => {
    const { choose, change } = await start('/run/secrets/token');
    expect(await choose()).toEqual({ ok: true, value: { path: '/run/secrets/token' } });
    const changes: SettingChanges = { grantType: 'jwt_bearer', clientId: 'a', assertionFile: '/run/secrets/token' };
    const answer = await change(changes);
    expect(answer.ok && (answer.value as ServerSettingsView)).toMatchObject(changes);
    expect(await change({ assertionFile: '/run/secrets/token', note: 'Mine' })).toMatchObject({ ok: true });
    expect(await change({ assertionFile: null })).toMatchObject({ ok: true, value: { assertionFile: null } });
  });

  it('is refused to a window that names another one itself', async () => {
    const { choose, change } = await start('/run/secrets/token');
    await choose();
    for (const assertionFile of ['/run/secrets/other', '/run/secrets/../secrets/token', '/etc/passwd'])
      expect(await change({ assertionFile })).toMatchObject({
        ok: false,
        error: { code: 'request_invalid', values: { field: 'assertionFile' } },
      });
  });

  it('is none where the user cancels the dialog', async () => {
    const { choose } = await start(undefined);
    expect(await choose()).toEqual({ ok: true, value: { path: null } });
  });
});
