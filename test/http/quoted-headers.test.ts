import { expect, it } from 'vitest';
import { withHeaders } from '../../src-main/http/with-headers.ts';
import { asLibraryFetch } from '../../src-main/oauth/library-fetch.ts';

/** A server that quotes whatever headers it was sent, decoded as well. */
function quoting(status: number) {
  return async (_url: string | URL, init?: RequestInit) => {
    const headers = [...new Headers(init?.headers).values()];
    const decoded = headers.map((value) => Buffer.from(value.replace(/^Basic /, ''), 'base64').toString());
    return new Response(JSON.stringify({ error: 'no', said: [...headers, ...decoded] }), { status });
  };
}

const key = 'k3y-of-a-person';
const secret = 's3cret-of-an-app';

it('a refusal is stripped of the headers that a person entered, and an answer is left as it is', async () => {
  const sent = async (status: number) => {
    const fetch = withHeaders(quoting(status), 'https://mcp.example', { 'x-key': `Token ${key}` });
    return (await fetch(new URL('https://mcp.example/mcp'))).text();
  };
  expect(await sent(400)).not.toContain(key);
  expect(await sent(200)).toContain(key);
});

it.each([401, 400, 200])('a refusal with %d is stripped of the secret that was sent by Basic', async (status) => {
  const fetch = asLibraryFetch(quoting(status));
  const authorization = `Basic ${Buffer.from(`client:${secret}`).toString('base64')}`;
  const answer = await fetch('https://auth.example/token', {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    redirect: 'manual',
  } as never);
  const text = await answer.text();
  expect(text).not.toContain(secret);
  expect(text).not.toContain(authorization.slice(6));
});
