import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { removeServer } from '../../../src-main/connections/servers/servers.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { html, json, type Reply } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

async function signedInAtSite(change: (site: Awaited<ReturnType<typeof scriptedSite>>) => void = () => undefined) {
  const site = await scriptedSite();
  change(site);
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (!opened) throw new Error('no browser opened');
  await finishAuthorization(kit.context, site.redirect(opened));
  const revoked = () => site.authorization.to('/revoke').map(({ form }) => form.get('token'));
  return { site, kit, id, revoked };
}

describe('a sign-out', () => {
  it('makes the tokens worthless at a real authorization server', async () => {
    const { authorization, kit, id } = await startRealParts();
    await kit.signIn(id);
    const { token } = await accessToken(kit.context, kit.slot(id));
    expect(await authorization.inspect(token.reveal())).toBeDefined();

    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
    expect(await authorization.inspect(token.reveal())).toBeUndefined();
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.view(id)).not.toHaveProperty('signIn');
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('not_signed_in'));
  });

  it('revokes the refresh token first, and names the kind of each', async () => {
    const { site, kit, id, revoked } = await signedInAtSite();
    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
    expect(revoked()).toEqual(['refresh-1', 'access-1']);
    const asked = site.authorization
      .to('/revoke')
      .map(({ form }) => [form.get('token_type_hint'), form.has('client_id')]);
    expect(asked).toEqual([
      ['refresh_token', true],
      ['access_token', true],
    ]);
  });

  it('says so where the authorization server has no way to revoke', async () => {
    const { kit, id, revoked } = await signedInAtSite(({ metadata }) => delete metadata.revocation_endpoint);
    expect(await disconnect(kit.context, kit.session, id)).toBe('not_offered');
    expect(revoked()).toEqual([]);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });

  it.each<[string, Reply]>([
    ['refuses', json({ error: 'unsupported_token_type' }, 400)],
    ['is broken', html(500)],
    ['hangs up', () => 'close'],
    ['redirects', () => ({ status: 302, headers: { location: '/' }, body: '' })],
  ])('is done here, and reports the failure there, where the authorization server %s', async (_words, reply) => {
    const { site, kit, id } = await signedInAtSite();
    site.authorization.routes['/revoke'] = reply;
    expect(await disconnect(kit.context, kit.session, id)).toBe('failed');
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)).toBeUndefined();
    expect(kit.log.join('\n')).not.toMatch(/access-1|refresh-1/);
  });

  it('without a sign-in has nothing to revoke, and ends what is under way', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connect(kit.context, kit.session, id);
    expect(await disconnect(kit.context, kit.session, id)).toBe('nothing_to_revoke');
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    const [opened] = kit.opened;
    if (opened)
      await expect(finishAuthorization(kit.context, site.redirect(opened))).rejects.toEqual(fault('state_unknown'));
  });

  it('informs the users of the tokens before it informs the windows', async () => {
    const { kit, id } = await signedInAtSite();
    const before = kit.events.length;
    await disconnect(kit.context, kit.session, id);
    expect(kit.events.slice(before).map(({ type }) => type)).toEqual(['tokens_changed', 'server_changed']);
  });

  it('leaves the registration for the next sign-in', async () => {
    const { site, kit, id } = await signedInAtSite();
    await disconnect(kit.context, kit.session, id);
    await connect(kit.context, kit.session, id);
    expect(site.authorization.to('/register')).toHaveLength(1);
  });

  it('leaves alone a new sign-in that is made while the old tokens are being revoked', async () => {
    const { site, kit, id, revoked } = await signedInAtSite();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    site.authorization.routes['/revoke'] = async () => {
      await held;
      return { status: 200, body: '' };
    };
    const signedOut = disconnect(kit.context, kit.session, id);
    await expect.poll(revoked).toHaveLength(1);
    await connect(kit.context, kit.session, id);
    const opened = kit.opened.at(-1);
    if (opened) await finishAuthorization(kit.context, site.redirect(opened));
    release();
    expect(await signedOut).toBe('confirmed');
    expect(revoked()).toEqual(['refresh-1', 'access-1']);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).toBe('access-2');
  });

  it('also revokes tokens that were renewed while the old ones were being revoked', async () => {
    const { site, kit, id, revoked } = await signedInAtSite();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    site.authorization.routes['/revoke'] = async () => {
      await held;
      return { status: 200, body: '' };
    };
    const signedOut = disconnect(kit.context, kit.session, id);
    await expect.poll(revoked).toHaveLength(1);
    kit.clock.ahead = 7_200_000;
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).toBe('access-2');
    release();
    await signedOut;
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)).toBeUndefined();
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('not_signed_in'));
  });

  it('of one person leaves the other signed in', async () => {
    const { site, kit, id } = await signedInAtSite();
    const { id: profileId } = kit.store.profiles.create({
      workspaceId: kit.session.workspaceId,
      name: 'Mai',
      role: 'member',
      now: 1,
    });
    const mai = { ...kit.session, profileId, role: 'member' as const };
    await connect(kit.context, mai, id);
    const opened = kit.opened.at(-1);
    if (opened) await finishAuthorization(kit.context, site.redirect(opened));
    await disconnect(kit.context, kit.session, id);
    expect(kit.view(id).status.state).toBe('signed_out');
    expect((await accessToken(kit.context, { ...kit.slot(id), profileId })).token.reveal()).toBe('access-2');
  });
});

describe('the removal of a server', () => {
  it('revokes its tokens, then leaves nothing of it', async () => {
    const { kit, id, revoked } = await signedInAtSite();
    expect(await removeServer(kit.context, kit.session, id)).toBe('confirmed');
    expect(revoked()).toEqual(['refresh-1', 'access-1']);
    expect(kit.store.servers.list(kit.session.workspaceId)).toEqual([]);
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)).toBeUndefined();
    expect(kit.events.at(-1)).toEqual({ type: 'server_removed', workspaceId: kit.session.workspaceId, serverId: id });
  });

  it('succeeds though the authorization server is gone', async () => {
    const { site, kit, id } = await signedInAtSite();
    await site.authorization.close();
    expect(await removeServer(kit.context, kit.session, id)).toBe('failed');
    expect(kit.store.servers.list(kit.session.workspaceId)).toEqual([]);
  });
});
