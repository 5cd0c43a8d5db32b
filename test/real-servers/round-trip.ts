import { expect, onTestFinished } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import type { RevocationOutcome, SettingChanges } from '../../src-preload/contract.ts';
import type { TokenFacts } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { toolsOf } from '../support/tools.ts';

/** A running authorization server, and what its operator and its users know. */
export interface RealServer {
  issuer: string;
  /** Prepares it for the tokens of this MCP server. */
  protect?: (url: string) => void | Promise<void>;
  /** The facts of a valid access token but whom it is for: these servers do not all say so. */
  inspect: (token: string) => Promise<Omit<TokenFacts, 'audience'> | undefined>;
  /** What a user enters for a client that was made by hand. */
  settings?: SettingChanges;
  /** Answers its pages as a user, if it has any; the address that the browser is sent back to. */
  browse?: (page: URL) => Promise<string>;
}

interface Expected {
  /** The result of the sign-out. */
  revocation: RevocationOutcome;
}

const hour = 3600_000;

/** Signs in, calls a tool, renews twice, signs out, and signs in again. */
export async function roundTrip(server: RealServer, { revocation }: Expected): Promise<void> {
  const { issuer, browse = followRedirects } = server;
  let url = '';
  const mcp = await startMcpServer({
    testTools: true,
    authorization: {
      issuer,
      protect: (indicator) => void (url = indicator),
      inspect: async (token) => {
        const facts = await server.inspect(token);
        return facts && { ...facts, audience: url };
      },
    },
  });
  onTestFinished(() => mcp.close());
  await server.protect?.(mcp.url);
  const kit = await startKeyfob({ appLinksWork: server.settings?.returnPath === 'app_link' });
  const id = kit.addServer(mcp.url);
  if (server.settings) await changeSettings(kit.context, kit.session, id, server.settings);
  const signIn = async () => {
    await connect(kit.context, kit.session, id);
    await kit.bringBack(await browse(kit.opened.at(-1) ?? new URL(issuer)));
    expect(kit.view(id).lastAttempt?.error).toBeUndefined();
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in', renewable: true });
  };
  const { call } = toolsOf(kit, id);
  const token = async () => (await accessToken(kit.context, kit.slot(id))).token.reveal();

  await signIn();
  expect((await call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
  const tokens = [await token()];
  for (const hours of [2, 4]) {
    kit.clock.ahead = hours * hour;
    tokens.push(await token());
    expect((await call('whoami')).isError).toBe(false);
  }
  expect(new Set(tokens).size).toBe(3);
  expect(await disconnect(kit.context, kit.session, id)).toBe(revocation);
  expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  const last = await server.inspect(tokens.at(-1) ?? '');
  if (revocation === 'confirmed') expect(last).toBeUndefined();
  await signIn();
  expect((await call('whoami')).isError).toBe(false);
}

/** A browser that stays signed in there: follows redirects up to Keyfob's own address. */
async function followRedirects(page: URL): Promise<string> {
  let url = page;
  for (let hop = 0; hop < 10; hop += 1) {
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) throw new Error(`stopped with ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
    if (url.origin !== page.origin) return url.href;
  }
  throw new Error('The authorization server went round in circles.');
}
