import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { html, json, type Reply } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

describe('an authorization server that supports pushed requests', () => {
  it.each([false, true])(
    'and requires them signs people in, and the browser sees no parameter of the request (with DPoP: %s)',
    async (dpop) => {
      const { authorization, kit, id } = await startRealParts({
        authorization: { requirePushedRequests: true, ...(dpop && { dpop: 'offered' }) },
        mcp: { dpop },
      });
      await kit.signIn(id);
      expect([...(kit.opened[0]?.searchParams.keys() ?? [])].toSorted()).toEqual(['client_id', 'request_uri']);
      expect(authorization.count('pushed_request')).toBeGreaterThan(0);
      expect(kit.view(id).status.state).toBe('signed_in');
      expect((await toolsOf(kit, id).call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
    },
  );

  it('and has forgotten Keyfob gets a new registration, and one browser opens', async () => {
    const { authorization, kit, id } = await startRealParts({ authorization: { requirePushedRequests: true } });
    await kit.signIn(id);
    authorization.forgetClients();
    await kit.signIn(id);
    expect(authorization.count('registration')).toBe(2);
    expect(kit.opened).toHaveLength(2);
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('and requires them signs people in through the loopback address as well', async () => {
    const { kit, id } = await startRealParts({
      authorization: { requirePushedRequests: true },
      keyfob: { appLinksWork: false },
    });
    await kit.signIn(id);
    expect(kit.view(id).signIn?.registration.returnPath).toBe('loopback');
  });

  it('that does not require them gets an ordinary request', async () => {
    const { authorization, kit, id } = await startRealParts();
    await kit.signIn(id);
    expect(authorization.count('pushed_request')).toBe(0);
  });
});

describe('a pushed request that fails', () => {
  async function pushing(reply?: Reply) {
    const site = await scriptedSite();
    Object.assign(site.metadata, {
      require_pushed_authorization_requests: true,
      ...(reply && { pushed_authorization_request_endpoint: `${site.issuer}/par` }),
    });
    if (reply) site.authorization.routes['/par'] = reply;
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    return { site, kit, id, connecting: connect(kit.context, kit.session, id) };
  }

  it.each<[string, Reply | undefined, string]>([
    ['because it is refused', json({ error: 'invalid_scope' }, 400), 'authorization_refused'],
    ['because the server is down', html(503), 'server_error'],
    ['because the answer is a page', html(), 'answer_malformed'],
    ['because there is no such endpoint', undefined, 'pushed_requests_unsupported'],
  ])('%s opens no browser, and leaves no pending sign-in', async (_words, reply, code) => {
    const { site, kit, id, connecting } = await pushing(reply);
    await expect(connecting).rejects.toMatchObject({ name: 'Fault', code });
    expect(kit.opened).toEqual([]);
    expect(kit.view(id).lastAttempt?.error?.code).toBe(code);
    expect(site.authorization.to('/token')).toEqual([]);
  });

  it('for a client that is not known, again with a new registration, is given up', async () => {
    const { site, kit, connecting } = await pushing(json({ error: 'invalid_client' }, 401));
    await expect(connecting).rejects.toEqual(fault('client_unknown'));
    expect(site.authorization.to('/register')).toHaveLength(2);
    expect(site.authorization.to('/par')).toHaveLength(2);
    expect(kit.opened).toEqual([]);
  });
});
