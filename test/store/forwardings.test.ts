import { expect, it } from 'vitest';
import { Secret } from '../../src-main/base/secret.ts';
import { bytesOf, furnished, now, temporaryFolder } from './fixture.ts';

it('a forwarding is found by its key, and by no other', () => {
  const { store, admin } = furnished();
  const { id, key } = store.forwardings.add({ name: 'build server', profileId: admin.id, now });
  const other = store.forwardings.add({ name: 'laptop', profileId: admin.id, now });
  expect(key.reveal()).toMatch(/^kff_[\w-]{43}$/);
  expect(store.forwardings.find(key)).toEqual({
    id,
    name: 'build server',
    pattern: `["forwarding:${id}",null,false]`,
  });
  expect(store.forwardings.find(other.key)).toMatchObject({ id: other.id, name: 'laptop' });
  for (const wrong of ['', 'kff_', key.reveal().slice(0, -1), `${key.reveal()}A`, key.reveal().toLowerCase()])
    expect(store.forwardings.find(new Secret(wrong)), wrong).toBeUndefined();
});

it('a forwarding’s key is in no byte of the database', () => {
  const file = `${temporaryFolder()}/keyfob.db`;
  const { store, admin } = furnished(file);
  const { key } = store.forwardings.add({ name: 'build server', profileId: admin.id, now });
  expect(bytesOf(file).includes('build server')).toBe(true);
  expect(bytesOf(file).includes(key.reveal().slice(4, 20))).toBe(false);
});

it('a forwarding is listed for the profile that made it, with when it was used', () => {
  const { store, admin, member } = furnished();
  const { id } = store.forwardings.add({ name: 'build server', profileId: admin.id, now });
  expect(store.forwardings.list(member.id)).toEqual([]);
  expect(store.forwardings.list(admin.id)).toMatchObject([{ id, createdAt: now, lastUsed: null }]);
  store.forwardings.use(id, now + 5);
  expect(store.forwardings.list(admin.id)).toMatchObject([{ id, lastUsed: now + 5 }]);
});

it('a forwarding is a program with permissions, which ends with it, and not before', () => {
  const { store, admin, server } = furnished();
  const { id, key } = store.forwardings.add({ name: 'build server', profileId: admin.id, now });
  store.programs.removeUnused(id);
  expect(store.forwardings.find(key)).toMatchObject({ id });
  store.programGrants.save({
    programId: id,
    serverId: server.id,
    profileId: admin.id,
    answer: 'always',
    tools: { rule: 'all', allowed: [] },
    grantedBy: null,
    now,
  });
  expect(store.programGrants.list()).toMatchObject([{ program: 'build server', path: '', answer: 'always' }]);
  expect(store.forwardings.remove(id)).toBe(true);
  expect(store.forwardings.remove(id)).toBe(false);
  expect(store.forwardings.find(key)).toBeUndefined();
  expect(store.programGrants.list()).toEqual([]);
  expect(store.programs.list()).toEqual([]);
});

it('a program of this computer is not removed as a forwarding', () => {
  const { store } = furnished();
  const id = store.programs.see({ name: 'Codex', path: '/opt/codex', pattern: '["/opt/codex",null,false]' }, now);
  expect(store.forwardings.remove(id)).toBe(false);
  expect(store.programs.list()).toHaveLength(1);
});

it('a forwarding ends with the profile that made it', () => {
  const { store, member } = furnished();
  const { id, key } = store.forwardings.add({ name: 'build server', profileId: member.id, now });
  const pattern = `["forwarding:${id}",null,false]`;
  expect(store.forwardings.has(pattern)).toBe(true);
  store.profiles.remove(member.id);
  expect(store.forwardings.has(pattern)).toBe(false);
  expect(store.forwardings.find(key)).toBeUndefined();
});
