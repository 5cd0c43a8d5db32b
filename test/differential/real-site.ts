import { startAuthorizationServer, type AuthorizationServerOptions } from '../fixtures/authorization-server.ts';
import { startMcpServer, type McpServerOptions } from '../fixtures/mcp-server.ts';
import { answerPages } from '../fixtures/person.ts';
import { RoundTrips } from './round-trips.ts';
import type { Site } from './side.ts';

/** The library names them when it registers, and `oidc-provider` refuses what it does not list. */
const scopes = ['openid', 'offline_access', 'tools.read', 'tools.call'];

interface RealSite {
  /** How long the servers take for every answer, in milliseconds. */
  answerTime: number;
  /** Left out: no sign-in is needed. */
  authorization?: AuthorizationServerOptions | undefined;
  mcp?: McpServerOptions | undefined;
}

/** A real MCP server and authorization server without registered clients, and a person who approves. */
export async function realSite({ answerTime, authorization: options, mcp }: RealSite) {
  const trips = new RoundTrips(answerTime);
  const { between } = trips;
  const authorization = options && (await startAuthorizationServer({ scopes, ...options, between }));
  const server = await startMcpServer({ ...mcp, ...(authorization && { authorization }), between });
  const site: Site = { url: server.url, person: (url) => answerPages(url.href) };
  return {
    trips,
    site,
    close: async () => {
      await server.close();
      await authorization?.close();
    },
  };
}
