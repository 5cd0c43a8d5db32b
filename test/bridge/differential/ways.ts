import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';

/** A way from a client to a server. */
export type Way = (url: string) => Promise<Transport>;

export const direct: Way = (url) => Promise.resolve(new StreamableHTTPClientTransport(new URL(url)));
