import {
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnsupportedProtocolVersionError,
  type ConnectOptions,
  type ElicitRequest,
  type ElicitResult,
  type jsonSchemaValidator,
} from '@modelcontextprotocol/client';
import type { LogLevel } from '../../src-preload/contract.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { ListingClient } from './listing-client.ts';
import { refusalOf, transportTo } from './refused-streams.ts';

/**
 * Answers a server's elicitation during a call. `waits`: in this era, nothing but the answer tells the server that the
 * user is done.
 */
export type Elicit = (request: ElicitRequest['params'], signal: AbortSignal, waits: boolean) => Promise<ElicitResult>;

/** Assumes what a server of 2026-07-28 would declare, as far as the library looks at it. */
const newest: ConnectOptions = {
  prior: { kind: 'modern', discover: { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } },
};

/** JSON-RPC's range for implementations; MCP names it for a user who refuses sampling. */
const refusedByUser = -1;

/** The handshake of earlier revisions, without trying the newest first. */
const handshake: ConnectOptions = { prior: { kind: 'legacy' } };

/** How long a list of tools is cached if the server does not say, in milliseconds. */
const listLifetime = 5 * 60_000;

/**
 * Accepts every result without validating it against the server's schema: one regular expression or one long list in it
 * could block the main process for hours. The user judges the result.
 */
const noValidation: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

interface Known {
  /** This app's version. */
  version: string;
  /** The server is known to speak an earlier revision, so the newest is not tried first. */
  earlier?: boolean;
  /** Without it, elicitation is not declared. */
  elicit?: Elicit;
  hear?: Heard;
}

/** What a server tells by itself. */
export interface Heard {
  /** A server of an earlier revision announces that a list has changed. */
  changed: (what: 'tools' | 'resources' | 'prompts') => void;
  /** A resource that was subscribed to has changed. */
  updated: (uri: string) => void;
  logged: (message: { level: unknown; logger?: unknown; data?: unknown }) => void;
  /** The least urgent messages that a server of an earlier revision is asked to log. */
  logLevel: () => LogLevel;
  /** The user is done at the address of a question. */
  completed: (elicitationId: string) => void;
}

/**
 * Opens an MCP session over Streamable HTTP in any revision. The first request lists the tools in the newest revision:
 * its servers accept any request without a handshake (MCP 2026-07-28, `server/discover`), and earlier servers refuse it
 * like any other. The newest revision tells how long a list may be cached; earlier ones only announce changes.
 */
export async function openSession(
  url: URL,
  fetch: GuardedFetch,
  { version, earlier, elicit, hear }: Known,
): Promise<ListingClient> {
  const connect = async (options?: ConnectOptions) => {
    const transport = transportTo(url, fetch);
    const client = new ListingClient(
      transport.answers,
      { name: 'Keyfob', version },
      {
        // Ended by the list itself, which keeps what was listed.
        listMaxPages: 0,
        versionNegotiation: { mode: 'auto' },
        ...(options === handshake && { defaultCacheTtlMs: listLifetime }),
        ...(hear && { listChanged: listChanged(hear) }),
        jsonSchemaValidator: noValidation,
        ...(elicit && { capabilities: { elicitation: { form: { applyDefaults: true }, url: {} }, roots: {} } }),
      },
    );
    if (elicit) answerServer(client, elicit);
    if (hear) hearServer(client, hear);
    await client.connect(transport, options);
    // Without a level, a server decides by itself.
    if (hear && client.getProtocolEra() === 'legacy' && client.getServerCapabilities()?.logging)
      await client.setLoggingLevel(hear.logLevel()).catch(() => undefined);
    return client;
  };
  if (!earlier) {
    const client = await connect(newest);
    try {
      await client.listAhead();
      return client;
    } catch (error) {
      await client.close();
      // Only servers that negotiate per request name their revisions: the library picks one of those.
      if (error instanceof UnsupportedProtocolVersionError) return connect();
      if (!isObjection(error)) throw error;
    }
  }
  try {
    return await connect(handshake);
  } catch (error) {
    if (!isObjection(error)) throw error;
  }
  // The server speaks the newest revision but cannot list tools, or speaks an earlier one: the library negotiates.
  return connect();
}

function listChanged({ changed }: Heard) {
  const told = (what: 'tools' | 'resources' | 'prompts') => ({ autoRefresh: false, onChanged: () => changed(what) });
  return { tools: told('tools'), resources: told('resources'), prompts: told('prompts') };
}

/** Keyfob has no language model to lend, and shares no folders. */
function answerServer(client: ListingClient, elicit: Elicit): void {
  client.setRequestHandler('elicitation/create', ({ params }, { mcpReq: { signal } }) =>
    elicit(params, signal, client.getProtocolEra() === 'modern'),
  );
  client.setRequestHandler('roots/list', () => ({ roots: [] }));
  client.fallbackRequestHandler = async ({ method }) => {
    if (method === 'sampling/createMessage')
      throw new ProtocolError(refusedByUser, 'Keyfob has no language model, so it declines sampling.');
    throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
  };
}

function hearServer(client: ListingClient, { updated, logged, completed }: Heard): void {
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => updated(params.uri));
  client.setNotificationHandler('notifications/message', ({ params }) => logged(params));
  client.setNotificationHandler('notifications/elicitation/complete', ({ params }) => completed(params.elicitationId));
}

function isJsonRpcError(text: unknown): boolean {
  try {
    const json: unknown = JSON.parse(String(text));
    return typeof json === 'object' && json !== null && 'jsonrpc' in json && 'error' in json;
  } catch {
    return false;
  }
}

/**
 * Whether the server refused the request itself, possibly because it speaks another revision. Network errors, server
 * errors and missing scope say nothing about the revision.
 */
function isObjection(error: unknown): boolean {
  if (refusalOf(error)) return false;
  if (error instanceof SdkHttpError) {
    const { status } = error;
    // Some earlier servers answer 5xx to what they do not expect before the handshake.
    if (status >= 500) return isJsonRpcError(error.data?.text);
    return status >= 400 && status !== 401 && status !== 403;
  }
  const codes: unknown[] = [SdkErrorCode.InvalidResult, SdkErrorCode.UnsupportedResultType];
  return error instanceof ProtocolError || (error instanceof SdkError && codes.includes(error.code));
}
