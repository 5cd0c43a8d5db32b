import { expect, it, vi } from 'vitest';
import { Vault } from '../../src-main/store/keys/vault.ts';
import { openStore } from '../../src-main/store/store.ts';
import { openTemporary } from './fixture.ts';

it('a statement is prepared once for a connection, however often its store is opened', () => {
  const database = openTemporary();
  const prepare = vi.spyOn(database, 'prepare');
  openStore({ database, vault: Vault.withFreshKey() });
  expect(prepare).toHaveBeenCalled();
  prepare.mockClear();
  openStore({ database, vault: Vault.withFreshKey() });
  expect(prepare).not.toHaveBeenCalled();
});
