import { expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const pathForm = '/.well-known/oauth-protected-resource/mcp';

it('discovery asks for the metadata of a server while it asks whether the server needs a sign-in', async () => {
  const site = await scriptedSite();
  const probe = Promise.withResolvers<void>();
  const refuse = site.server.routes['/mcp'];
  site.server.routes['/mcp'] = async (asked) => {
    await probe.promise;
    return refuse?.(asked) ?? 'close';
  };
  const kit = await startKeyfob();
  const connecting = connect(kit.context, kit.session, kit.addServer(site.url));
  await expect.poll(() => site.server.to(pathForm).length).toBe(1);
  expect(site.authorization.requests).toEqual([]);
  probe.resolve();
  await connecting;
  expect(site.server.to(pathForm)).toHaveLength(1);
  expect(site.server.to('/.well-known/oauth-protected-resource')).toEqual([]);
  expect(kit.opened).toHaveLength(1);
});

it('discovery follows what the challenge names, whatever was requested already', async () => {
  const site = await scriptedSite();
  const named = `${site.server.origin}/who`;
  site.server.routes['/mcp'] = () => ({
    status: 401,
    headers: { 'www-authenticate': `Bearer resource_metadata="${named}"` },
    body: '',
  });
  site.server.routes['/who'] = json({ resource: site.url, authorization_servers: [site.issuer] });
  const elsewhere = await scriptedServer();
  site.server.routes[pathForm] = json({ resource: site.url, authorization_servers: [elsewhere.origin] });
  const kit = await startKeyfob();
  await connect(kit.context, kit.session, kit.addServer(site.url));
  expect(kit.opened[0]?.origin).toBe(site.authorization.origin);
  expect(elsewhere.requests).toEqual([]);
});

it('discovery takes no longer in total than its limit, however long each request may take', async () => {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  kit.context.discoveryTime = 600;
  const late = (path: string, { routes } = site.server) => {
    const reply = routes[path];
    routes[path] = async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return typeof reply === 'function' ? reply(asked) : (reply ?? 'close');
    };
  };
  late('/mcp');
  late('/.well-known/oauth-authorization-server', site.authorization);
  const { host } = new URL(site.issuer);
  await expect(connect(kit.context, kit.session, kit.addServer(site.url))).rejects.toMatchObject({
    code: 'timed_out',
    values: { host },
  });
  kit.context.discoveryTime = 5000;
  await connect(kit.context, kit.session, kit.addServer(`${site.url}?again`));
  expect(kit.opened).toHaveLength(1);
});
