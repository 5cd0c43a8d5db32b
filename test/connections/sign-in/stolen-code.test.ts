import { expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { answerPages } from '../../fixtures/person.ts';
import { startRealParts } from '../../support/real-parts.ts';

/** Another program on this computer that took the link: it knows the link and the browser's address bar. */
async function stolenCode() {
  const { authorization, kit, id } = await startRealParts();
  await connect(kit.context, kit.session, id);
  const asked = kit.opened.at(-1);
  if (!asked) throw new Error('no browser opened');
  const link = new URL(await answerPages(asked.href));
  const metadata = (await (
    await fetch(`${authorization.issuer}/.well-known/oauth-authorization-server`)
  ).json()) as Record<'token_endpoint', string>;
  const known = {
    grant_type: 'authorization_code',
    code: link.searchParams.get('code') ?? '',
    client_id: asked.searchParams.get('client_id') ?? '',
    redirect_uri: asked.searchParams.get('redirect_uri') ?? '',
    resource: asked.searchParams.get('resource') ?? '',
  };
  const redeem = async (more: Record<string, string>) => {
    const body = new URLSearchParams({ ...known, ...more });
    const response = await fetch(metadata.token_endpoint, { method: 'POST', body });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };
  return { kit, id, asked, link, redeem };
}

it.each<[string, (asked: URL) => Record<string, string>]>([
  ['without a verifier', () => ({})],
  ['with a verifier of its own', () => ({ code_verifier: 'a'.repeat(43) })],
  [
    'with the challenge for a verifier',
    (asked) => ({ code_verifier: asked.searchParams.get('code_challenge') ?? '', code_challenge_method: 'plain' }),
  ],
])('a stolen code is worth nothing %s', async (_words, more) => {
  const { asked, redeem } = await stolenCode();
  const { status, answer } = await redeem(more(asked));
  expect(status).toBe(400);
  expect(answer).toMatchObject({ error: expect.stringMatching(/^invalid_(?:grant|request)$/) as string });
  expect(Object.keys(answer)).not.toContain('access_token');
});

it('a stolen link leaves a sign-in behind that can be made again', async () => {
  const { kit, id, link, redeem } = await stolenCode();
  await redeem({ code_verifier: 'a'.repeat(43) });
  await kit.bringBack(link.href);
  expect(['signed_in', 'signed_out']).toContain(kit.view(id).status.state);
  await kit.signIn(id);
  expect(kit.view(id).status.state).toBe('signed_in');
});

it('a link that was not stolen signs in as it should', async () => {
  // The control for the refusals above, which would prove nothing if everything were refused.
  const { kit, id, link } = await stolenCode();
  await kit.bringBack(link.href);
  expect(kit.view(id).status.state).toBe('signed_in');
});
