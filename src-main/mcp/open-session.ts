import { Client, StreamableHTTPClientTransport, type ElicitResult, type FetchLike } from '@modelcontextprotocol/client';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker';
import type { GuardedFetch } from '../http/guarded-fetch.ts';

/** Answers a server that asks the person for something in the middle of a call. */
export type Elicit = () => Promise<ElicitResult>;

/**
 * An MCP session over Streamable HTTP, of whichever revision the server speaks. Schemas of servers are interpreted, never
 * compiled to code as the default validator does. Without `elicit`, servers are told that nobody can be asked.
 */
export async function openSession(url: URL, fetch: GuardedFetch, version: string, elicit?: Elicit): Promise<Client> {
  const client = new Client(
    { name: 'Keyfob', version },
    {
      versionNegotiation: { mode: 'auto' },
      jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
      ...(elicit && { capabilities: { elicitation: { form: { applyDefaults: true } } } }),
    },
  );
  if (elicit) client.setRequestHandler('elicitation/create', elicit);
  await client.connect(new StreamableHTTPClientTransport(url, { fetch: fetch as FetchLike }));
  return client;
}
