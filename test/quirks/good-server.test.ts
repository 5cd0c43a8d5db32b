import { expect } from 'vitest';
import { oddSite, rpcMethod } from './odd-site.ts';
import { comparison } from './quirk.ts';
import { startUser } from './user.ts';

comparison(
  'a server that behaves as the specifications say is signed in, lists its tools and runs one',
  'https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization',
  async () => {
    const site = await oddSite({ sessions: true });
    const user = await startUser(site.url);
    expect(await user.signIn()).toBe('signed in');
    expect(await user.tools()).toMatchObject([{ name: 'echo' }]);
    expect(await user.call('echo', { text: 'hello' })).toMatchObject({
      content: [{ type: 'text', text: 'You said hello' }],
    });
    // Without a token; with it in the newest revision; with it in the server's own, and its stream.
    expect(site.to('/mcp').map(rpcMethod)).toEqual([
      'server/discover',
      'tools/list',
      'initialize',
      'notifications/initialized',
      undefined,
      'tools/list',
      'tools/call',
    ]);
  },
);
