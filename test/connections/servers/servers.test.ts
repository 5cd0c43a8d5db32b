import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { changeServerAddress } from '../../../src-main/connections/servers/servers.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

async function signedIn() {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (!opened) throw new Error('no browser opened');
  await finishAuthorization(kit.context, site.redirect(opened));
  const change = (to: string) => changeServerAddress(kit.context, kit.session, id, to);
  return { site, kit, id, change, revoked: () => site.authorization.to('/revoke').length };
}

describe('a change of a server’s address', () => {
  it('signs out at the old one, and keeps nothing that was issued for it', async () => {
    const { kit, id, change, revoked } = await signedIn();
    await change('mcp.linear.app/mcp');
    expect(revoked()).toBeGreaterThan(0);
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)).toBeUndefined();
    expect(kit.view(id)).toMatchObject({
      id,
      url: 'https://mcp.linear.app/mcp',
      name: 'Linear',
      status: { state: 'signed_out' },
    });
    expect(kit.view(id).lastAttempt).toBeUndefined();
  });

  it.each([
    ['not an address', 'address_invalid'],
    ['http://linear.app', 'address_not_https'],
  ] as const)('to %j is refused before anything is lost', async (to, code) => {
    const { site, kit, id, change, revoked } = await signedIn();
    await expect(change(to)).rejects.toEqual(fault(code));
    expect(kit.view(id)).toMatchObject({ url: site.url, status: { state: 'signed_in' } });
    expect(revoked()).toBe(0);
  });

  it('to the address of another server names that server, and loses nothing', async () => {
    const { kit, id, change } = await signedIn();
    const other = kit.addServer('https://mcp.notion.com/mcp');
    await expect(change('https://mcp.notion.com/mcp')).rejects.toEqual(
      fault('server_exists', { server: 'Notion', serverId: other }),
    );
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('to the same address changes nothing', async () => {
    const { site, kit, id, change, revoked } = await signedIn();
    await change(` ${site.url} `);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(revoked()).toBe(0);
  });

  it('keeps a name that a person chose', async () => {
    const { kit, id, change } = await signedIn();
    kit.store.servers.rename(kit.session.workspaceId, id, 'Mine');
    await change('https://mcp.linear.app/mcp');
    expect(kit.view(id).name).toBe('Mine');
  });
});
