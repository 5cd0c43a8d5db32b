import { describe, expect, it } from 'vitest';
import { ListCache } from '../../../src-main/bridge/lists/list-cache.ts';
import { accountOf } from '../../../src-main/bridge/slot-account.ts';
import { listKey, type ListClient } from '../../../src-main/bridge/lists/list-key.ts';
import { startKeyfob } from '../../support/keyfob.ts';

const client: ListClient = { era: 'legacy', version: '2025-11-25', name: 'agent', capabilities: '{}' };
const tools = (name: string) => JSON.stringify({ tools: [{ name }] });

async function start() {
  const kit = await startKeyfob();
  const id = kit.addServer('https://notes.example/mcp');
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  const slot = kit.slot(id);
  const url = kit.view(id).url;
  const keyOf = (changes: Partial<ListClient> = {}, account = accountOf(kit.context, slot) ?? '') =>
    listKey(slot, url, account, { ...client, ...changes });
  const cache = () => new ListCache({ context: kit.context });
  return { kit, id, slot, url, keyOf, cache };
}

describe('the key of a list', () => {
  it.each<[what: string, changes: Partial<ListClient>]>([
    ['the revision', { version: '2025-06-18' }],
    ['the client', { name: 'other' }],
    ['the capabilities', { capabilities: '{"roots":{}}' }],
    ['the era', { era: 'modern' }],
    ['the page', { page: ['tools/list', '2'] }],
  ])('differs by %s', async (_what, changes) => {
    const { keyOf } = await start();
    expect(keyOf(changes).id).not.toBe(keyOf().id);
    expect(keyOf().id).toBe(keyOf().id);
  });

  it('differs by address and account', async () => {
    const { slot, keyOf } = await start();
    expect(keyOf({}, 'ben').id).not.toBe(keyOf({}, 'ann').id);
    expect(listKey(slot, 'https://other.example/', 'ann', client).id).not.toBe(keyOf({}, 'ann').id);
  });

  it('has no account where a sign-in is missing', async () => {
    const { kit, id, slot } = await start();
    expect(accountOf(kit.context, slot)).toBe('');
    kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, true);
    expect(accountOf(kit.context, slot)).toBeUndefined();
  });
});

describe('the cache of lists', () => {
  it('keeps an entry for the next process, as it was', async () => {
    const { keyOf, cache } = await start();
    const entry = { initialize: '{"n":9007199254740993}', lists: { tools: tools('one') } };
    cache().save(keyOf(), entry);
    expect(cache().get(keyOf())).toEqual(entry);
    expect(cache().get(keyOf({ name: 'other' }))).toBeUndefined();
  });

  it('has no entry that does not open', async () => {
    const { kit, id, keyOf, cache } = await start();
    cache().save(keyOf(), { lists: { tools: tools('one') } });
    kit.store.servers.setUrl(kit.session.workspaceId, id, 'https://moved.example/');
    expect(cache().get(keyOf())).toBeUndefined();
  });

  it('tells those who watch an entry what has changed in it', async () => {
    const { keyOf, cache } = await start();
    const lists = cache();
    const told: string[][] = [];
    const stop = lists.watch(keyOf(), (kinds) => told.push([...kinds]));
    lists.save(keyOf(), { lists: { tools: tools('one'), prompts: '{"prompts":[]}' } });
    lists.save(keyOf(), { lists: { tools: tools('two'), prompts: '{"prompts":[]}' } });
    lists.save(keyOf(), { lists: { tools: tools('two'), prompts: '{"prompts":[]}' } });
    lists.save(keyOf({ name: 'other' }), { lists: { tools: tools('three') } });
    stop();
    lists.save(keyOf(), { lists: {} });
    expect(told).toEqual([['tools', 'prompts'], ['tools']]);
  });

  it('may be verified once a minute for each entry, by whichever connection', async () => {
    const { kit, keyOf, cache } = await start();
    const lists = cache();
    const may = () => [lists.mayVerify(keyOf()), lists.mayVerify(keyOf({ name: 'other' }))];
    expect(may()).toEqual([true, true]);
    expect(may()).toEqual([false, false]);
    kit.clock.ahead = 59_000;
    expect(may()).toEqual([false, false]);
    kit.clock.ahead = 61_000;
    expect(may()).toEqual([true, true]);
    // A clock that was set back does not stop it for long.
    kit.clock.ahead = -3_600_000;
    expect(may()).toEqual([true, true]);
  });

  it.each(['server_reconfigured', 'server_removed'] as const)(
    'is dropped on %s, in memory and on disk',
    async (type) => {
      const { kit, id, keyOf, cache } = await start();
      const lists = cache();
      lists.save(keyOf(), { lists: { tools: tools('one') } });
      lists.follow({ type, workspaceId: kit.session.workspaceId, serverId: id });
      expect([lists.get(keyOf()), cache().get(keyOf())]).toEqual([undefined, undefined]);
    },
  );

  it('is dropped on a sign-out, and for every account but the one that is signed in', async () => {
    const { kit, id, slot, keyOf, cache } = await start();
    const lists = cache();
    lists.save(keyOf({}, 'ann'), { lists: { tools: tools('one') } });
    lists.save(keyOf({}, ''), { lists: { tools: tools('open') } });
    lists.follow({ type: 'tokens_changed', slot });
    expect([lists.get(keyOf({}, 'ann')), cache().get(keyOf({}, 'ann'))]).toEqual([undefined, undefined]);
    expect(cache().get(keyOf({}, ''))?.lists.tools).toEqual(tools('open'));
    kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, true);
    lists.follow({ type: 'tokens_changed', slot });
    expect([lists.get(keyOf({}, '')), cache().get(keyOf({}, ''))]).toEqual([undefined, undefined]);
  });
});
