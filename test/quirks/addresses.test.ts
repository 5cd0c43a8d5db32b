import { expect } from 'vitest';
import { errorView } from '../../src-main/base/error-view.ts';
import { changeServerAddress } from '../../src-main/connections/servers/servers.ts';
import { dryRun } from '../../src-main/connections/sign-in/dry-run.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { html, scriptedServer, type Reply } from '../support/scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

/** What the dialog for a new server shows for a text: the address that would be saved, or the error. */
async function preview(typed: string) {
  const { context, session } = await startKeyfob();
  try {
    const { url, requiresSignIn } = await dryRun(context, session, { url: typed });
    return { url, requiresSignIn };
  } catch (error) {
    return errorView(error);
  }
}

const mistyped: [words: string, source: string, typed: (host: string) => string][] = [
  [
    'with a scheme that lacks a letter',
    'https://github.com/biegehydra/BifrostMCP/issues/7',
    (host) => `htp://${host}/mcp`,
  ],
  [
    'with a scheme that lacks its colon',
    'https://github.com/biegehydra/BifrostMCP/issues/7',
    (host) => `http//${host}/mcp`,
  ],
  ['with one slash', 'https://github.com/biegehydra/BifrostMCP/issues/7', (host) => `http:/${host}/mcp`],
  ['without a scheme', 'https://github.com/biegehydra/BifrostMCP/issues/7', (host) => `${host}/mcp`],
  [
    'with a scheme that lacks a letter and means https, on this computer',
    'https://github.com/biegehydra/BifrostMCP/issues/7',
    (host) => `htps://${host}/mcp`,
  ],
  [
    'in quotes and with a comma, as in a configuration',
    'https://github.com/obot-platform/obot/issues/3887',
    (host) => ` "http://${host}/mcp", `,
  ],
  [
    'in angle brackets',
    'RFC 3986 appendix C: "recognize and strip both delimiters and embedded whitespace"',
    (host) => `<http://${host}/mcp>`,
  ],
  [
    'with a line break inside',
    'RFC 3986 appendix C: "recognize and strip both delimiters and embedded whitespace"',
    (host) => `http://${host}/\r\n   mcp`,
  ],
  [
    'with invisible characters',
    'https://github.com/obot-platform/obot/issues/3887',
    (host) => `\ufeffhttp://${host}/mcp\u200b`,
  ],
  [
    'as a command line of mcp-remote',
    'https://github.com/punkpeye/mcp-remote/issues/267',
    (host) => `npx -y mcp-remote@latest http://${host}/mcp --transport sse-first`,
  ],
  [
    'as an entry in JSON',
    'https://github.com/biegehydra/BifrostMCP/issues/7',
    (host) =>
      `{ "mcpServers": { "Bifrost": { "url": "http://${host}/mcp", "headers": { "x": "http://other.example" } } } }`,
  ],
  ['as a link in Markdown', 'https://github.com/obot-platform/obot/issues/3887', (host) => `[Odd](http://${host}/mcp)`],
];

for (const [words, source, typed] of mistyped)
  quirk(`an address ${words} is understood`, source, async () => {
    const site = await oddSite();
    expect(await preview(typed(new URL(site.origin).host))).toEqual({ url: site.url, requiresSignIn: true });
  });

quirk(
  'an address of a host alone, where there is no server, leads to the one at /mcp',
  'https://github.com/akitaonrails/ai-memory/issues/185',
  async () => {
    const site = await oddSite();
    for (const typed of [site.origin, `${site.origin}/`]) {
      expect(await preview(typed)).toEqual({ url: site.url, requiresSignIn: true });
    }
    for (const { method, headers } of site.requests) {
      expect(['GET', 'POST']).toContain(method);
      expect(headers).not.toHaveProperty('authorization');
    }
  },
);

quirk(
  'an address of a host alone, without a scheme, on this computer leads to the server at /mcp over http',
  'https://github.com/akitaonrails/ai-memory/issues/185',
  async () => {
    const site = await oddSite();
    expect(await preview(new URL(site.origin).host)).toEqual({ url: site.url, requiresSignIn: true });
  },
);

quirk(
  'an address of a host whose root redirects to its documentation leads to the server at /sse',
  'https://github.com/modelcontextprotocol/csharp-sdk/issues/1050',
  async () => {
    const site = await oddSite();
    site.routes['/'] = () => ({ status: 302, headers: { location: 'https://docs.example/' }, body: '' });
    site.routes['/sse'] = site.routes['/mcp'] as Reply;
    const wellKnown = '/.well-known/oauth-protected-resource';
    site.routes[`${wellKnown}/sse`] = site.routes[`${wellKnown}/mcp`] as Reply;
    site.resourceMetadata['resource'] = `${site.origin}/sse`;
    delete site.routes[`${wellKnown}/mcp`];
    delete site.routes['/mcp'];
    expect(await preview(site.origin)).toEqual({ url: `${site.origin}/sse`, requiresSignIn: true });
  },
);

quirk(
  'an address of a host whose documents name the bare host leads to the server at /mcp',
  'https://github.com/akitaonrails/ai-memory/issues/185',
  async () => {
    const site = await oddSite();
    site.resourceMetadata['resource'] = site.origin;
    site.routes['/.well-known/oauth-protected-resource'] = site.routes[
      '/.well-known/oauth-protected-resource/mcp'
    ] as Reply;
    for (const root of [html(), html(404), html(405)]) {
      site.routes['/'] = root;
      expect(await preview(site.origin)).toEqual({ url: site.url, requiresSignIn: true });
    }
  },
);

comparison(
  'an address of a host whose server is at its root stays what it is',
  'https://github.com/whoz-oss/coday/issues/1310',
  async () => {
    const site = await oddSite();
    site.routes['/'] = site.routes['/mcp'] as Reply;
    site.resourceMetadata['resource'] = site.origin;
    delete site.routes['/mcp'];
    expect(await preview(site.origin)).toEqual({ url: `${site.origin}/`, requiresSignIn: true });
  },
);

quirk(
  'a server that was saved with the address of its host alone offers the address that it has',
  'https://github.com/akitaonrails/ai-memory/issues/185',
  async () => {
    const site = await oddSite();
    const user = await startUser(site.origin);
    expect(await user.signIn()).toMatchObject({
      code: 'not_an_mcp_server',
      values: { reason: 'found', address: site.url },
      remedy: 'use_address',
    });
    await changeServerAddress(user.kit.context, user.kit.session, user.id, site.url);
    expect(await user.signIn()).toBe('signed in');
  },
);

quirk(
  'a page that refuses visitors with 401 is no MCP server, and nothing is registered there',
  'RFC 9110 section 11.6.1: a 401 "MUST send a WWW-Authenticate header field"',
  async () => {
    const page: Reply = () => ({
      status: 401,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Members only</h1>',
    });
    const blog = await scriptedServer({ '/': page, '/mcp': page, '/blog': page, '/sse': page });
    const user = await startUser(`${blog.origin}/blog`);
    expect(await user.signIn()).toMatchObject({ code: 'not_an_mcp_server', remedy: 'edit_address' });
    expect(await preview(blog.origin)).toMatchObject({ code: 'not_an_mcp_server', remedy: 'edit_address' });
    expect(user.kit.store.servers.get(user.kit.session.workspaceId, user.id)?.requiresSignIn).toBeNull();
    expect(blog.to('/register')).toEqual([]);
  },
);

comparison('a blog is no MCP server, whatever it has at other paths', 'MCP 2025-06-18, Transports', async () => {
  const blog = await scriptedServer({ '/': html(), '/mcp': html(404), '/sse': html(405) });
  expect(await preview(blog.origin)).toMatchObject({ code: 'not_an_mcp_server', remedy: 'edit_address' });
});

comparison(
  'an address with a user name and password is refused, and nothing is sent',
  'RFC 9110 section 4.2.4: user information in an http(s) URI is deprecated',
  async () => {
    const site = await oddSite();
    const { host } = new URL(site.origin);
    for (const typed of [`http://me:secret@${host}/mcp`, `http://me@${host}/mcp`, `me:secret@${host}/mcp`])
      expect(await preview(typed)).toMatchObject({ code: 'address_has_credentials', remedy: 'edit_address' });
    expect(site.requests).toEqual([]);
  },
);
