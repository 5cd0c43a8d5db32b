import { expect, it } from 'vitest';
import { furnished } from './fixture.ts';

function kit() {
  const { store, database, server, admin, member } = furnished();
  const of = (profileId: string, tool = 'tool') => ({ profileId, serverId: server.id, tool });
  const read = (profileId: string, tool = 'tool') =>
    store.toolInputs.of(of(profileId, tool)).map(({ id, kind, value }) => [id, kind, value.reveal()]);
  return { store, database, server, admin, member, of, read };
}

it('the last input of a tool replaces the one before, and presets stay', () => {
  const { store, admin, member, of, read } = kit();
  store.toolInputs.save({ id: 'a', kind: 'last', savedAt: 1, ...of(admin.id) }, 'one');
  store.toolInputs.save({ id: 'p', kind: 'preset', savedAt: 2, ...of(admin.id) }, 'preset');
  store.toolInputs.save({ id: 'b', kind: 'last', savedAt: 3, ...of(admin.id) }, 'two');
  expect(read(admin.id)).toEqual([
    ['p', 'preset', 'preset'],
    ['b', 'last', 'two'],
  ]);
  store.toolInputs.save({ id: 'p', kind: 'preset', savedAt: 4, ...of(admin.id) }, 'changed');
  expect(read(admin.id)).toEqual([
    ['b', 'last', 'two'],
    ['p', 'preset', 'changed'],
  ]);
  expect(read(member.id)).toEqual([]);
  expect(read(admin.id, 'other')).toEqual([]);
});

it('an input is removed by its own profile alone, and with its server', () => {
  const { store, database, server, admin, member, of, read } = kit();
  store.toolInputs.save({ id: 'p', kind: 'preset', savedAt: 1, ...of(admin.id) }, 'preset');
  store.toolInputs.remove('p', of(member.id));
  expect(read(admin.id)).toHaveLength(1);
  store.toolInputs.remove('p', of(admin.id));
  expect(read(admin.id)).toEqual([]);
  store.toolInputs.save({ id: 'q', kind: 'last', savedAt: 1, ...of(admin.id) }, 'last');
  database.prepare('DELETE FROM server WHERE id = ?').run(server.id);
  expect(database.prepare('SELECT count(*) FROM tool_input').pluck().get()).toBe(0);
});

it('500 last inputs of a profile are kept, the newest, and every preset', () => {
  const { store, database, admin, of, read } = kit();
  store.toolInputs.save({ id: 'p', kind: 'preset', savedAt: 0, ...of(admin.id) }, 'preset');
  for (let at = 1; at <= 502; at += 1)
    store.toolInputs.save({ id: `${at}`, kind: 'last', savedAt: at, ...of(admin.id, `tool ${at}`) }, 'last');
  expect(database.prepare("SELECT count(*) FROM tool_input WHERE kind = 'last'").pluck().get()).toBe(500);
  expect(read(admin.id, 'tool 2')).toEqual([]);
  expect(read(admin.id, 'tool 3')).toHaveLength(1);
  expect(read(admin.id)).toHaveLength(1);
});
