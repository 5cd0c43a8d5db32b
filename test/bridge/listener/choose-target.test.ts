import { expect, it } from 'vitest';
import { chooseTarget } from '../../../src-main/bridge/listener/choose-target.ts';
import { nameServers, plainName } from '../../../src-main/bridge/listener/server-aliases.ts';
import { startKeyfob } from '../../support/keyfob.ts';

it.each([
  ['Linear', 'linear'],
  ['Ghi chú của Đạt', 'ghi-chu-cua-dat'],
  ['My.Server / v2', 'my-server-v2'],
  ['笔记', ''],
  ['A very long name of a server that nobody types', 'a-very-long-name-of-a-server-tha'],
])('a server called %s gets an alias that every agent takes', (name, alias) => {
  expect(plainName(name)).toBe(alias);
});

async function twoWorkspaces() {
  const { store } = await startKeyfob();
  let clock = 10;
  const [first] = store.workspaces.list();
  const work = store.workspaces.create({ name: 'Work', now: 2 });
  const home = first?.id ?? '';
  const add = (workspaceId: string, name: string, url: string, account?: 'shared') =>
    store.servers.insert({ workspaceId, name, url, account, now: (clock += 1) });
  const ann = store.profiles.create({ workspaceId: work.id, name: 'Ann', role: 'admin', now: 4 });
  const bob = store.profiles.create({ workspaceId: work.id, name: 'Bob', role: 'member', now: 5 });
  return { store, home, work, add, ann, bob };
}

it('aliases are unique over workspaces and stay when a server is renamed', async () => {
  const { store, home, work, add } = await twoWorkspaces();
  const first = add(home, 'Linear', 'https://a.example/');
  nameServers(store);
  add(work.id, 'Linear', 'https://b.example/');
  add(work.id, '笔记', 'https://notes.example/');
  nameServers(store);
  store.servers.rename(home, first.id, 'Tickets');
  nameServers(store);
  expect(store.serverAliases.list().map(({ alias }) => alias)).toEqual(['linear', 'linear-2', 'notes-example']);
  expect(chooseTarget(store, ['linear'])).toMatchObject({ alias: 'linear', server: { name: 'Tickets' } });
  store.servers.remove(home, first.id);
  expect(chooseTarget(store, ['linear'])).toEqual({ missing: 'server', name: 'linear' });
});

it('a server’s sign-in is that of the profile last used in its workspace', async () => {
  const { store, work, add, ann, bob } = await twoWorkspaces();
  const server = add(work.id, 'Linear', 'https://b.example/');
  const slot = (profileId: string) => ({ workspaceId: work.id, serverId: server.id, profileId });
  expect(chooseTarget(store, ['linear'])).toMatchObject({ slot: slot(ann.id) });
  store.profiles.use(bob.id, 100);
  expect(chooseTarget(store, ['linear'])).toMatchObject({ slot: slot(bob.id) });
  expect(chooseTarget(store, ['linear', '--profile', 'Ann'])).toMatchObject({ slot: slot(ann.id) });
  expect(chooseTarget(store, ['--profile=Ann', 'linear'])).toMatchObject({ slot: slot(ann.id) });
  expect(chooseTarget(store, ['linear', '--profile', 'Eve'])).toEqual({ missing: 'profile', name: 'Eve' });
});

it('a server with a shared sign-in uses that one for every profile', async () => {
  const { store, work, add } = await twoWorkspaces();
  add(work.id, 'Linear', 'https://b.example/', 'shared');
  expect(chooseTarget(store, ['linear'])).toMatchObject({ slot: { profileId: null } });
});

it('a named workspace finds its own server, though its alias has a number', async () => {
  const { store, home, work, add } = await twoWorkspaces();
  add(home, 'Linear', 'https://a.example/');
  const second = add(work.id, 'Linear', 'https://b.example/');
  expect(chooseTarget(store, ['linear', '--workspace', 'Work'])).toMatchObject({
    alias: 'linear-2',
    server: { id: second.id },
  });
  expect(chooseTarget(store, ['linear', '--workspace', 'Away'])).toEqual({ missing: 'workspace', name: 'Away' });
  expect(chooseTarget(store, ['notes', '--workspace', 'Work'])).toEqual({ missing: 'server', name: 'notes' });
});

it.each([[[]], [['a', 'b']], [['a', '--profile']], [['a', '--all']], [['a', '--profile', 'x', '--profile', 'y']]])(
  'a command line without one server is not understood: %j',
  async (args) => {
    const { store } = await startKeyfob();
    expect(chooseTarget(store, args)).toEqual({ missing: 'usage' });
  },
);
