import { expect, it } from 'vitest';
import { serverIcon } from '../../src-main/mcp/server-icon.ts';

const server = new URL('https://notes.example/mcp');
const data = Buffer.from('a picture').toString('base64');

/** The icon for these addresses, and what was asked for. */
async function iconOf(sources: string[], answer: Response | 'broken' = new Response(null, { status: 404 })) {
  const asked: string[] = [];
  const icon = await serverIcon(
    sources.map((src) => ({ src })),
    server,
    async (url) => {
      asked.push(String(url));
      if (answer === 'broken') throw new Error('broken');
      return answer.clone();
    },
  );
  return { icon, asked };
}

const picture = () => new Response('a picture', { headers: { 'content-type': 'image/png' } });

it('an icon is asked for at the server’s own origin alone', async () => {
  expect(await iconOf(['/icon.png'], picture())).toEqual({
    icon: { mimeType: 'image/png', data },
    asked: ['https://notes.example/icon.png'],
  });
  for (const elsewhere of ['https://tracker.example/icon.png', 'http://notes.example/icon.png', 'file:///etc/passwd'])
    expect(await iconOf([elsewhere], picture())).toEqual({ icon: undefined, asked: [] });
});

it('an icon may be part of what the server says', async () => {
  expect(await iconOf([`data:image/png;base64,${data}`])).toEqual({ icon: { mimeType: 'image/png', data }, asked: [] });
  for (const odd of ['data:text/html;base64,PGI+', 'data:image/svg+xml;base64,PGI+', `data:image/png,${data}`])
    expect((await iconOf([odd])).icon).toBeUndefined();
});

it('an icon that is no picture, too large or not there is left out, and the next one is tried', async () => {
  for (const answer of [
    new Response('<b>', { headers: { 'content-type': 'text/html' } }),
    new Response('x'.repeat(100_001), { headers: { 'content-type': 'image/png' } }),
    'broken' as const,
  ]) {
    const { icon, asked } = await iconOf(['/one.png', `data:image/png;base64,${data}`], answer);
    expect(icon).toEqual({ mimeType: 'image/png', data });
    expect(asked).toEqual(['https://notes.example/one.png']);
  }
});
