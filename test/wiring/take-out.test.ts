import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Fault } from '../../src-main/base/fault.ts';
import { fault } from '../support/faults.ts';
import { answeringWith } from '../support/answering.ts';
import { servicesOf } from '../support/services-of.ts';
import { cursor, start } from './start.ts';

const before = `{
  // mine
  "mcpServers": { "mine": {"url":"https://mcp.linear.app/mcp"} }
}
`;
const files = { '.cursor/mcp.json': before, '.codex/config.toml': '# mine\n' };

async function startAsked(more: Record<string, string> = files) {
  const app = await start(more);
  const ask = answeringWith({ ...servicesOf(app.kit), wiring: app.wiring });
  const { kit, serverId } = app;
  const remove = async (takesEntries: boolean | undefined) =>
    (await ask(kit.session, 'servers:remove', { serverId, takesEntries })).answer;
  return { ...app, ask, remove };
}

it('removing a server takes its entries out of the programs, and puts back what they replaced', async () => {
  const { apply, read, remove, kit } = await startAsked();
  await apply();
  await apply({ program: 'codex' });
  expect([read('.cursor/mcp.json'), read('.codex/config.toml')].every((text) => text.includes('keyfob'))).toBe(true);
  expect(await remove(true)).toMatchObject({ ok: true });
  expect([read('.cursor/mcp.json'), read('.codex/config.toml')]).toEqual([before, '# mine\n']);
  expect(kit.store.servers.list(kit.session.workspaceId)).toEqual([]);
});

it('removing a server leaves its entries where the user wants that', async () => {
  const { apply, read, remove } = await startAsked();
  await apply();
  expect(await remove(undefined)).toMatchObject({ ok: true });
  expect(read('.cursor/mcp.json')).toContain('keyfob');
});

it('removing a server takes its entry out where the copy with what it replaced is gone', async () => {
  const { apply, home, remove, read } = await startAsked();
  await apply();
  rmSync(join(home, 'keyfob-data/copies'), { recursive: true });
  expect(await remove(true)).toMatchObject({ ok: true });
  expect(read('.cursor/mcp.json')).not.toContain('keyfob');
});

it('a server stays where a file with its entry cannot be changed', async () => {
  const { kit, serverId, wiring } = await start(files);
  const takeOut = () => Promise.reject(new Fault('config_forbidden', 'a folder that only root may write to'));
  const ask = answeringWith({ ...servicesOf(kit), wiring: { ...wiring, takeOut } });
  const { answer } = await ask(kit.session, 'servers:remove', { serverId, takesEntries: true });
  expect(answer).toMatchObject({ ok: false, error: { code: 'config_forbidden' } });
  expect(kit.store.servers.get(kit.session.workspaceId, serverId)?.name).toBe('Linear');
});

it('an entry that is gone is named until it is there again or was left', async () => {
  const { apply, write, wiring, kit, serverId, home } = await start({ '.cursor/mcp.json': cursor({}) });
  await apply();
  expect(wiring.vanished(kit.session)).toEqual([]);
  write('.cursor/mcp.json', cursor({}));
  await wiring.look();
  const path = join(home, '.cursor/mcp.json');
  expect(wiring.vanished(kit.session)).toEqual([
    { program: 'cursor', name: 'Cursor', serverId, path, entry: 'linear' },
  ]);
  await apply();
  expect(wiring.vanished(kit.session)).toEqual([]);
  write('.cursor/mcp.json', cursor({}));
  await wiring.look();
  let told = 0;
  wiring.onChange(() => (told += 1));
  await wiring.leave(kit.session, { program: 'cursor', serverId });
  expect([wiring.vanished(kit.session), kit.store.wirings.list(), told]).toEqual([[], [], 1]);
});

it('leaving an entry that is there changes nothing', async () => {
  const { apply, wiring, kit, serverId } = await start({ '.cursor/mcp.json': cursor({}) });
  await apply();
  await wiring.leave(kit.session, { program: 'cursor', serverId });
  expect(kit.store.wirings.list()).toHaveLength(1);
  await expect(wiring.leave(kit.session, { program: 'cursor', serverId: 'none' })).rejects.toThrow(
    fault('server_not_found'),
  );
});
