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

/** Answers a server that asks the person for something in the middle of a call. */
export type Elicit = () => Promise<ElicitResult>;

/** What a server of 2026-07-28 would say of itself, as far as listing its tools goes. */
const newest: ConnectOptions = {
  prior: { kind: 'modern', discover: { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } },
};

/** The handshake of earlier revisions, without asking for the newest once more. */
const handshake: ConnectOptions = { prior: { kind: 'legacy' } };

/** How long the tools of a server that has no word for it are taken for new, in milliseconds. */
const listLifetime = 5 * 60_000;

/**
 * Says yes to every result without a look at the schema, which is the server's: one regular expression or one long list in it
 * would keep the main process busy for hours. What a result is good for, the person sees.
 */
const noValidation: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

interface Known {
  /** This app's. */
  version: string;
  /** The server was found to speak an earlier revision than the newest: it is not asked for that one first. */
  earlier?: boolean;
  /** Told whenever a server of an earlier revision says that its tools have changed. */
  onToolsChanged?: () => void;
  /** Without it, servers are told that nobody can be asked. */
  elicit?: Elicit;
}

/**
 * An MCP session over Streamable HTTP, of whichever revision the server speaks. The first question is for its tools, in the
 * words of the newest revision: its servers take any question without being asked for their revision before
 * (MCP 2026-07-28, `server/discover`), and to the others it is as good a reason to say that they do not speak it.
 * What a server of the newest revision lists is new for as long as it says; earlier ones cannot say, but that something changed.
 */
export async function openSession(
  url: URL,
  fetch: GuardedFetch,
  { version, earlier, elicit, onToolsChanged }: Known,
): Promise<ListingClient> {
  const connect = async (options?: ConnectOptions) => {
    const client = new ListingClient(
      { name: 'Keyfob', version },
      {
        versionNegotiation: { mode: 'auto' },
        ...(options === handshake && { defaultCacheTtlMs: listLifetime }),
        ...(onToolsChanged && { listChanged: { tools: { autoRefresh: false, onChanged: onToolsChanged } } }),
        jsonSchemaValidator: noValidation,
        ...(elicit && { capabilities: { elicitation: { form: { applyDefaults: true } } } }),
      },
    );
    if (elicit) client.setRequestHandler('elicitation/create', elicit);
    await client.connect(transportTo(url, fetch), options);
    return client;
  };
  if (!earlier) {
    const client = await connect(newest);
    try {
      await client.listAhead();
      return client;
    } catch (error) {
      await client.close();
      // Only servers that choose among revisions by request say which they speak: the library takes one of those.
      if (error instanceof UnsupportedProtocolVersionError) return connect();
      if (!isObjection(error)) throw error;
    }
  }
  try {
    return await connect(handshake);
  } catch (error) {
    if (!isObjection(error)) throw error;
  }
  // It speaks the newest revision after all and has no tools to list, or it speaks none: the library finds out which.
  return connect();
}

/**
 * Whether the server had something to say against the question, which may be that it speaks another revision. Trouble on the
 * way, a server in trouble and one that wants more access say nothing about that.
 */
function isObjection(error: unknown): boolean {
  if (refusalOf(error)) return false;
  if (error instanceof SdkHttpError) {
    const { status } = error;
    return status >= 400 && status < 500 && status !== 401 && status !== 403;
  }
  const codes: unknown[] = [SdkErrorCode.InvalidResult, SdkErrorCode.UnsupportedResultType];
  return error instanceof ProtocolError || (error instanceof SdkError && codes.includes(error.code));
}
