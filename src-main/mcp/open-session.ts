import { Client, StreamableHTTPClientTransport, type FetchLike } from '@modelcontextprotocol/client';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker';
import type { GuardedFetch } from '../http/guarded-fetch.ts';

/**
 * An MCP session over Streamable HTTP, of whichever revision the server speaks. Schemas of servers are interpreted, never
 * compiled to code as the default validator does.
 */
export async function openSession(url: URL, fetch: GuardedFetch, version: string): Promise<Client> {
  const client = new Client(
    { name: 'Keyfob', version },
    { versionNegotiation: { mode: 'auto' }, jsonSchemaValidator: new CfWorkerJsonSchemaValidator() },
  );
  await client.connect(new StreamableHTTPClientTransport(url, { fetch: fetch as FetchLike }));
  return client;
}
