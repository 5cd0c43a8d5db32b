import { expect, it } from 'vitest';
import { compare } from './compare.ts';
import { scriptedLayout, wellKnown } from './scripted-layout.ts';

/** Where a server names its authorization server, and how many requests Keyfob has to make one after another. */
const announcements = [
  // Only an address that cannot be guessed has to be waited for.
  { words: 'a header that names an address of its own', announced: '/who-protects-me', sequential: 7 },
  { words: 'the well-known address with its path', announced: `${wellKnown}/mcp`, sequential: 6 },
  { words: 'the well-known address at its root', announced: wellKnown, sequential: 7 },
];

/** Where an authorization server describes itself. */
const descriptions = [
  { description: 'RFC 8414', described: '/.well-known/oauth-authorization-server*' },
  { description: 'OpenID, inserted', described: '/.well-known/openid-configuration*' },
  { description: 'OpenID, appended', described: '*/.well-known/openid-configuration' },
];

const layouts = announcements.flatMap((announcement) =>
  descriptions.flatMap((description) =>
    ['', '/tenant'].map((issuerPath) => ({ ...announcement, ...description, issuerPath })),
  ),
);

it.each(layouts)(
  'a sign-in through $words and $description of an issuer at "$issuerPath" finds what the library finds, sooner',
  async ({ sequential, ...layout }) => {
    const { library, keyfob } = await compare(() => scriptedLayout(layout));
    expect(library).toMatchObject({ text: '1 kilometres is 1000 metres.' });
    expect(keyfob).toMatchObject({ text: library.text, sequential });
    expect(library.sequential).toBeGreaterThan(sequential);
  },
);
