import { expect, it } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { answering } from '../support/answering.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { scriptedSite } from '../support/scripted-site.ts';

it('a dry run that is cancelled ends, and leaves the last sign-in visible', async () => {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  const register = site.authorization.routes['/register']!;
  site.authorization.routes['/register'] = () => ({ status: 500, body: '' });
  await connect(kit.context, kit.session, id).catch(() => undefined);
  site.authorization.routes['/register'] = register;
  const failed = kit.view(id).lastAttempt;
  expect(failed?.error).toBeDefined();

  site.server.requests.length = 0;
  site.server.routes['/mcp'] = () => 'hang';
  const ask = answering(kit);
  const looking = ask(kit.session, 'connections:discover', { serverId: id, refresh: true });
  await expect.poll(() => site.server.to('/mcp').length).toBe(1);
  await ask(kit.session, 'connections:cancel', { serverId: id });
  expect((await looking).answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(kit.view(id).lastAttempt).toEqual(failed);
});
