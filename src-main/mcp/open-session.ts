import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnsupportedProtocolVersionError,
  type ConnectOptions,
  type ElicitResult,
  type jsonSchemaValidator,
} from '@modelcontextprotocol/client';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { ListingClient } from './listing-client.ts';
import { refusalOf, transportTo } from './refused-streams.ts';

/** Answers a server's elicitation during a call. */
export type Elicit = () => Promise<ElicitResult>;

/** Assumes what a server of 2026-07-28 would declare, as far as listing tools needs it. */
const newest: ConnectOptions = {
  prior: { kind: 'modern', discover: { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } },
};

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
  /** Called when a server of an earlier revision announces that its tools have changed. */
  onToolsChanged?: () => void;
  /** Without it, elicitation is not declared. */
  elicit?: Elicit;
}

/**
 * Opens an MCP session over Streamable HTTP in any revision. The first request lists the tools in the newest revision:
 * its servers accept any request without a handshake (MCP 2026-07-28, `server/discover`), and earlier servers refuse it
 * like any other. The newest revision tells how long a list may be cached; earlier ones only announce changes.
 */
export async function openSession(
  url: URL,
  fetch: GuardedFetch,
  { version, earlier, elicit, onToolsChanged }: Known,
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
        ...(onToolsChanged && { listChanged: { tools: { autoRefresh: false, onChanged: onToolsChanged } } }),
        jsonSchemaValidator: noValidation,
        ...(elicit && { capabilities: { elicitation: { form: { applyDefaults: true } } } }),
      },
    );
    if (elicit) client.setRequestHandler('elicitation/create', elicit);
    await client.connect(transport, options);
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
