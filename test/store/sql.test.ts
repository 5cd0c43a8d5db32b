import { expect, it, vi } from 'vitest';
import { Vault } from '../../src-main/store/keys/vault.ts';
import { openStore } from '../../src-main/store/store.ts';
import { openTemporary } from './fixture.ts';

it('a statement is prepared when it is first used, and once for a connection, however often its store is opened', () => {
  const database = openTemporary();
  const prepare = vi.spyOn(database, 'prepare');
  const store = openStore({ database, vault: Vault.withFreshKey() });
  expect(prepare).not.toHaveBeenCalled();
  expect(store.workspaces.list()).toEqual([]);
  expect(prepare).toHaveBeenCalledTimes(1);
  store.workspaces.list();
  openStore({ database, vault: Vault.withFreshKey() }).workspaces.list();
  expect(prepare).toHaveBeenCalledTimes(1);
});
