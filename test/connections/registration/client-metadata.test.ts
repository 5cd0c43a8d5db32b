import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import type { Session } from '../../../src-main/connections/slot.ts';
import type { RequestName } from '../../../src-preload/contract.ts';
import { answering } from '../../support/answering.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const published = 'https://keyfob.example/oauth/client.json';

/** Keyfob, and an authorization server that reads client ID metadata documents where `reads`. */
async function scene({ reads = true } = {}) {
  const site = await scriptedSite();
  site.metadata['client_id_metadata_document_supported'] = reads;
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  const ask = answering(kit);
  const request = async (name: RequestName, input: unknown, session: Session = kit.session) =>
    (await ask(session, name, input)).answer;
  const say = (clientMetadataUrl: string, session?: Session) =>
    request('workspaces:change-settings', { clientMetadataUrl }, session);
  /** The client ID of the authorization request. */
  const clientId = async () => {
    await connect(kit.context, kit.session, id);
    return kit.opened.at(-1)?.searchParams.get('client_id');
  };
  const signIn = async () => {
    const asked = await clientId();
    await kit.bringBack(site.redirect(kit.opened.at(-1) ?? new URL('about:blank')));
    return asked;
  };
  const registrations = () => site.authorization.to('/register').length;
  return { site, kit, id, request, say, clientId, signIn, registrations };
}

describe('the address of a client id metadata document, as a setting of the workspace', () => {
  it('is empty until an admin sets one, and Keyfob registers itself then', async () => {
    const { request, clientId, registrations } = await scene();
    expect(await request('workspaces:settings', undefined)).toEqual({ ok: true, value: { clientMetadataUrl: '' } });
    expect(await clientId()).toMatch(/^client-/);
    expect(registrations()).toBe(1);
  });

  it('is the client ID where the authorization server reads such documents, and nothing is registered', async () => {
    const { kit, id, request, say, signIn, registrations } = await scene();
    expect(await say(published)).toEqual({ ok: true, value: { clientMetadataUrl: published } });
    expect(await request('workspaces:settings', undefined)).toEqual({
      ok: true,
      value: { clientMetadataUrl: published },
    });
    expect(await request('connections:discover', { serverId: id })).toMatchObject({
      value: { plan: { registration: 'metadata_document', returnPath: 'loopback' } },
    });
    expect(await signIn()).toBe(published);
    expect(registrations()).toBe(0);
    expect(kit.view(id).signIn?.registration).toMatchObject({ kind: 'metadata_document', returnPath: 'loopback' });
  });

  it('is not used where the authorization server does not say that it reads such documents', async () => {
    const { say, clientId, registrations } = await scene({ reads: false });
    await say(published);
    expect(await clientId()).toMatch(/^client-/);
    expect(registrations()).toBe(1);
  });

  it('comes after a client ID that a person entered for the server', async () => {
    const { id, request, say, clientId } = await scene();
    await say(published);
    await request('servers:change-settings', { serverId: id, changes: { clientId: 'by-hand' } });
    expect(await clientId()).toBe('by-hand');
  });

  it.each([
    'http://keyfob.example/oauth/client.json',
    'http://127.0.0.1/client.json',
    'https://keyfob.example',
    'https://keyfob.example/',
    'https://keyfob.example/client.json#part',
    'https://ann@keyfob.example/client.json',
    'https://ann:secret@keyfob.example/client.json',
    'https://keyfob.example/a/../client.json',
    'https://keyfob.example/./client.json',
    'https://Keyfob.example/client.json',
    'https://keyfob.example:443/client.json',
    ' https://keyfob.example/client.json',
    'keyfob.example/client.json',
    'javascript:alert(1)',
  ])('is not %j, which no such client ID can be', async (address) => {
    const { request, say } = await scene();
    await say(published);
    expect(await say(address)).toMatchObject({
      ok: false,
      error: { code: 'request_invalid', values: { field: 'clientMetadataUrl' } },
    });
    expect(await request('workspaces:settings', undefined)).toMatchObject({ value: { clientMetadataUrl: published } });
  });

  it('is for admins to set, for one workspace', async () => {
    const { site, kit, say, request, clientId } = await scene();
    const { workspaceId } = kit.session;
    const { id: member } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
    expect(await say(published, { workspaceId, profileId: member, role: 'member' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    const work = kit.store.workspaces.create({ name: 'Work', now: 1 });
    const { id: admin } = kit.store.profiles.create({ workspaceId: work.id, name: 'Bo', role: 'admin', now: 1 });
    const elsewhere: Session = { workspaceId: work.id, profileId: admin, role: 'admin' };
    expect(await say(published, elsewhere)).toMatchObject({ ok: true });
    expect(await request('workspaces:settings', undefined)).toMatchObject({ value: { clientMetadataUrl: '' } });
    expect(await clientId()).toMatch(/^client-/);
    const { id: there } = kit.store.servers.insert({ workspaceId: work.id, name: 'Notes', url: site.url, now: 1 });
    await connect(kit.context, elsewhere, there);
    expect(kit.opened.at(-1)?.searchParams.get('client_id')).toBe(published);
  });

  it('is kept over a restart', async () => {
    const { kit, say } = await scene();
    await say(published);
    const again = await startKeyfob({ folder: kit.folder });
    expect(await answering(again)(again.session, 'workspaces:settings', undefined)).toMatchObject({
      answer: { value: { clientMetadataUrl: published } },
    });
  });
});

describe('a changed address of the document', () => {
  it('is used from the next sign-in on, and tokens are renewed as the client that they were issued to', async () => {
    const { site, kit, id, say, signIn, registrations } = await scene();
    await say(published);
    await signIn();
    await say('https://keyfob.example/oauth/client-2.json');
    expect(kit.view(id).status.state).toBe('signed_in');
    kit.clock.ahead = 2 * 3_600_000;
    await accessToken(kit.context, kit.slot(id));
    expect(site.authorization.to('/token').at(-1)?.form.get('grant_type')).toBe('refresh_token');
    expect(site.authorization.to('/token').at(-1)?.form.get('client_id')).toBe(published);
    expect(await signIn()).toBe('https://keyfob.example/oauth/client-2.json');
    expect(registrations()).toBe(0);
  });

  it('that is empty makes Keyfob register itself, and one that is set later is used instead of that registration', async () => {
    const { say, signIn, registrations } = await scene();
    await say(published);
    await signIn();
    expect(await say('')).toEqual({ ok: true, value: { clientMetadataUrl: '' } });
    expect(await signIn()).toMatch(/^client-/);
    expect(registrations()).toBe(1);
    await say(published);
    expect(await signIn()).toBe(published);
    expect(registrations()).toBe(1);
  });

  it('is used for a sign-in with a code as well', async () => {
    const { site, kit, id, request, say, registrations } = await scene();
    site.metadata['device_authorization_endpoint'] = `${site.issuer}/device`;
    const asked = () => site.authorization.to('/device').at(-1)?.form.get('client_id');
    site.authorization.routes['/device'] = () => ({
      json: { device_code: 'd', user_code: 'ABCD', verification_uri: `${site.issuer}/type`, expires_in: 600 },
    });
    await request('servers:change-settings', { serverId: id, changes: { grantType: 'device_code' } });
    await say(published);
    await connect(kit.context, kit.session, id);
    expect(asked()).toBe(published);
    await say('https://keyfob.example/oauth/client-2.json');
    await connect(kit.context, kit.session, id);
    expect(asked()).toBe('https://keyfob.example/oauth/client-2.json');
    await say('');
    await connect(kit.context, kit.session, id);
    expect(asked()).toMatch(/^client-/);
    expect(registrations()).toBe(1);
  });
});

describe('the address that the distributor of Keyfob publishes', () => {
  it('is a field of package.json, which is empty here', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8');
    expect(JSON.parse(text)).toHaveProperty('clientMetadataUrl', '');
  });

  it('is used until an admin sets another, or none', async () => {
    const { kit, request, say, clientId } = await scene();
    kit.context.clientMetadataUrl = 'https://distributor.example/client.json';
    expect(await request('workspaces:settings', undefined)).toMatchObject({
      value: { clientMetadataUrl: 'https://distributor.example/client.json' },
    });
    expect(await clientId()).toBe('https://distributor.example/client.json');
    await say(published);
    expect(await clientId()).toBe(published);
    await say('');
    expect(await request('workspaces:settings', undefined)).toMatchObject({ value: { clientMetadataUrl: '' } });
    expect(await clientId()).toMatch(/^client-/);
  });
});
