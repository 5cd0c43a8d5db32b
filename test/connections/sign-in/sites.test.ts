import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { json } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

/** Signs in where this issuer names a page at one address and a token endpoint at another. Returns the outcome. */
async function verdict(page: string, endpoint: string, issuer = page): Promise<'goes on' | 'stops'> {
  const site = await scriptedSite();
  site.metadata['issuer'] = issuer;
  site.server.routes['/.well-known/oauth-protected-resource/mcp'] = json({
    resource: site.url,
    authorization_servers: [issuer],
  });
  site.metadata['authorization_endpoint'] = `${page}/authorize`;
  site.metadata['token_endpoint'] = `${endpoint}/token`;
  site.metadata['revocation_endpoint'] = undefined;
  site.metadata['authorization_response_iss_parameter_supported'] = false;
  const kit = await startKeyfob();
  // The issuer is a host of the internet: its metadata are scripted here.
  const { outbound } = kit.context;
  kit.context.outbound = (server) => {
    const real = outbound(server);
    const ofIssuer = (url: string | URL) => new URL(url).origin === new URL(issuer).origin;
    return {
      ...real,
      metadata: async (url, init) => (ofIssuer(url) ? Response.json(site.metadata) : real.metadata(url, init)),
    };
  };
  const outcome = await connect(kit.context, kit.session, kit.addServer(site.url)).then(
    () => 'goes on' as const,
    (error: { code: string }) => (error.code === 'hosts_differ' ? ('stops' as const) : Promise.reject(error as never)),
  );
  expect(kit.opened.length).toBe(outcome === 'goes on' ? 1 : 0);
  return outcome;
}

describe('a page and a token endpoint', () => {
  it.each([
    ['https://login.example.com', 'https://login.example.com'],
    ['https://app.example.com', 'https://auth.example.com'],
    ['https://example.com', 'https://auth.example.com'],
    ['https://app.example.com:8443', 'https://auth.example.com'],
    ['https://app.example.com.', 'https://auth.example.com'],
    ['https://APP.Example.com', 'https://auth.example.com'],
    ['https://app.example.co.uk', 'https://auth.example.co.uk'],
    ['https://app.bücher.example', 'https://auth.xn--bcher-kva.example'],
    ['https://app.notes.github.io', 'https://auth.notes.github.io'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:9090'],
    ['http://localhost:8080', 'http://localhost:9090'],
    ['http://[::1]:8080', 'http://[::1]:9090'],
    // Hosts of one operator, as it publishes.
    ['https://accounts.google.com', 'https://oauth2.googleapis.com'],
    ['https://www.dropbox.com', 'https://api.dropboxapi.com'],
  ])('of one site are accepted: %s and %s', async (page, endpoint) => {
    expect(await verdict(page, endpoint)).toBe('goes on');
  });

  it.each([
    ['https://example.com', 'https://example.org'],
    ['https://example.com', 'https://example.com.attacker.example'],
    ['https://example.com', 'https://notexample.com'],
    ['https://a.github.io', 'https://b.github.io'],
    ['https://notes.co.uk', 'https://attacker.co.uk'],
    ['https://notes.公司.cn', 'https://attacker.xn--55qx5d.cn'],
    ['https://a.s3.amazonaws.com', 'https://b.s3.amazonaws.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.2:8080'],
    ['http://127.0.0.1:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080', 'http://[::1]:8080'],
    // Customers' hosts at a known operator's, the pair in reverse, another port.
    ['https://accounts.google.com', 'https://storage.googleapis.com'],
    ['https://sites.google.com', 'https://oauth2.googleapis.com'],
    ['https://oauth2.googleapis.com', 'https://accounts.google.com'],
    ['https://accounts.google.com:8443', 'https://oauth2.googleapis.com'],
    ['https://accounts.google.com', 'https://oauth2.googleapis.com.attacker.example'],
  ])('of two sites stop the sign-in: %s and %s', async (page, endpoint) => {
    expect(await verdict(page, endpoint)).toBe('stops');
  });

  const foreign = 'https://attacker.example';

  it.each([
    // Hosts of large sites at which customers receive the requests.
    ['https://accounts.google.com', 'https://script.google.com'],
    ['https://zapier.com', 'https://hooks.zapier.com'],
    ['https://airtable.com', 'https://hooks.airtable.com'],
    ['https://app.example.com', 'https://auth.example.com'],
  ])(
    'of one site stop the sign-in where another site says that they belong together: %s and %s',
    async (page, endpoint) => {
      expect(await verdict(page, endpoint, foreign)).toBe('stops');
      expect(await verdict(page, endpoint, `${page}.attacker.example`)).toBe('stops');
    },
  );

  it.each([
    ['https://login.example.com', 'https://login.example.com'],
    ['https://login.example.com:8443', 'https://login.example.com'],
    ['https://accounts.google.com', 'https://oauth2.googleapis.com'],
  ])(
    'are accepted whatever says that they belong together, at one host or a known operator’s: %s and %s',
    async (page, endpoint) => {
      expect(await verdict(page, endpoint, foreign)).toBe('goes on');
    },
  );

  it('of one site are accepted where the issuer is a third host of that site', async () => {
    const [page, endpoint] = ['https://app.example.com', 'https://auth.example.com'];
    expect(await verdict(page, endpoint, 'https://mcp.example.com')).toBe('goes on');
  });
});
