import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { AuthorizationServerOptions } from '../fixtures/authorization-server.ts';
import type { McpServerOptions } from '../fixtures/mcp-server.ts';
import { answerTime, compare, type Compared } from './compare.ts';
import { realSite } from './real-site.ts';
import type { RoundTrips } from './round-trips.ts';

const protocols = ['both', '2025-11-25', '2026-07-28'] as const;

async function start(mcp: McpServerOptions, authorization?: AuthorizationServerOptions) {
  const site = await realSite({ answerTime, mcp, authorization });
  onTestFinished(site.close);
  return site;
}

it.each(protocols)(
  'a server of %s that needs no sign-in is used with no more requests than by the library, but for a question',
  async (protocol) => {
    const { library, keyfob } = await compare(() => start({ protocol }));
    expect(library.text).toBe('1 kilometres is 1000 metres.');
    expect(keyfob.text).toBe(library.text);
    // A server of 2025-11-25 answers 400 to the first question, which does not say whether `initialize` needs a token.
    const questions = protocol === '2025-11-25' ? 1 : 0;
    expect(keyfob.sequential).toBeLessThanOrEqual(library.sequential + questions);
  },
);

it.each(protocols)(
  'a token of a server of %s that has expired is renewed with fewer requests than by the library',
  async (protocol) => {
    const { library, keyfob } = await compare(() => start({ protocol }, { accessTokenSeconds: 3 }));
    await wait(3100);
    const again = async ({ side, trips }: Compared & { trips: RoundTrips }) => {
      trips.reset();
      const used = await side?.use();
      return { text: used?.text, sequential: trips.sequential, asked: trips.asked };
    };
    const [ofLibrary, ofKeyfob] = [await again(library), await again(keyfob)];
    expect(ofLibrary.text).toBe('1 kilometres is 1000 metres.');
    // The token, then the list and the call; the library is refused first. A list of a server of 2025 is cached.
    expect(ofKeyfob).toMatchObject({ text: ofLibrary.text, sequential: protocol === '2025-11-25' ? 2 : 3 });
    expect(ofKeyfob.sequential).toBeLessThan(ofLibrary.sequential);
  },
);
