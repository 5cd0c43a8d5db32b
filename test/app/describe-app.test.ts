import { expect, it } from 'vitest';
import { describeApp } from '../../src-main/app/describe-app.ts';
import { startKeyfob } from '../support/keyfob.ts';

it('the description of the app names the admins of the workspace, and the sample server in the language it is given', async () => {
  const kit = await startKeyfob();
  const { store, session } = kit;
  const { workspaceId } = session;
  store.profiles.create({ workspaceId, name: 'Ann', role: 'admin', now: Date.now() + 1000 });
  store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: Date.now() });
  const { id: elsewhere } = store.workspaces.create({ name: 'Elsewhere', now: 1 });
  store.profiles.create({ workspaceId: elsewhere, name: 'Bo', role: 'admin', now: 1 });
  const sample = { name: 'Máy chủ mẫu', url: 'http://127.0.0.1:4100/mcp' };
  const describe = () =>
    describeApp({
      store,
      session,
      storage: { state: 'keyring', backend: '' },
      recovered: null,
      version: '1',
      platform: 'linux',
      sample,
    });
  expect(describe()).toMatchObject({ admins: ['Me', 'Ann'], sample });
  kit.addServer(sample.url);
  expect(describe().sample).toBeNull();
});
