import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { oddSite } from '../../quirks/odd-site.ts';
import type { Answer } from '../../support/open-scripted-server.ts';
import { startKeyfob } from '../../support/keyfob.ts';

const refusal = (error: string, status = 400): Answer => ({ status, json: { error } });
const done: Answer = { status: 200, body: '' };

/** The result of a sign-out where the revocation of each token is answered like this. */
async function signOut(answers: { refresh_token: Answer; access_token: Answer }) {
  const site = await oddSite();
  site.metadata['revocation_endpoint'] = `${site.origin}/revoke`;
  site.routes['/revoke'] = ({ form }) => answers[form.get('token_type_hint') as keyof typeof answers];
  const kit = await startKeyfob({ appLinksWork: false });
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const page = await fetch(kit.opened[0] ?? '', { redirect: 'manual' });
  await kit.bringBack(page.headers.get('location') ?? '');
  return disconnect(kit.context, kit.session, id);
}

describe('a sign-out whose revocation is answered', () => {
  // RFC 7009 section 2.1: with the refresh token, the access tokens of its grant should end as well.
  it.each(['invalid_request', 'invalid_token', 'invalid_grant'])(
    'is confirmed where the access token ended with the refresh token, and %s is the answer',
    async (error) => {
      expect(await signOut({ refresh_token: done, access_token: refusal(error) })).toBe('confirmed');
    },
  );

  it.each([
    ['the refresh token is refused', { refresh_token: refusal('invalid_request'), access_token: done }],
    ['a type is not supported', { refresh_token: done, access_token: refusal('unsupported_token_type') }],
    ['the client is refused', { refresh_token: done, access_token: refusal('invalid_client', 401) }],
    ['the server is down', { refresh_token: done, access_token: refusal('invalid_request', 503) }],
    ['it is no answer of OAuth', { refresh_token: done, access_token: { status: 400, body: '<p>Bad request' } }],
  ])('is not confirmed where %s', async (_what, answers) => {
    expect(await signOut(answers)).toBe('failed');
  });
});
