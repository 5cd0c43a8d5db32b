import { listenOnLoopback } from '../../fixtures/loopback.ts';

/** A server of texts: what it says and hears is compared byte by byte. */
export interface RawServer {
  url: string;
  /** The bodies that it got, in order, but those of its handshake. */
  heard: string[];
  close: () => Promise<void>;
}

/** What it says to one method: the texts of messages, in which `$ID` stands for the id of the request. */
export type Lines = Record<string, readonly string[]>;

const handshake = (version: string): Lines => ({
  initialize: [
    `{"jsonrpc":"2.0","id":$ID,"result":{"protocolVersion":"${version}","capabilities":{"tools":{"listChanged":true}},` +
      `"serverInfo":{"name":"raw","version":"1"}}}`,
  ],
  'server/discover': [
    `{"jsonrpc":"2.0","id":$ID,"result":{"resultType":"complete","ttlMs":0,"cacheScope":"private",` +
      `"supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true}},` +
      `"serverInfo":{"name":"raw","version":"1"}}}`,
  ],
  'tools/list': [`{"jsonrpc":"2.0","id":$ID,"result":{"tools":[]}}`],
});

/**
 * Starts a server that answers with these texts: by an event stream where there are several, else by one JSON document.
 */
export async function startRawServer(era: 'legacy' | 'modern', lines: Lines): Promise<RawServer> {
  const loopback = await listenOnLoopback();
  const heard: string[] = [];
  const known = { ...handshake(era === 'legacy' ? '2025-11-25' : '2026-07-28'), ...lines };
  loopback.answerWith((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      const text = Buffer.concat(pieces).toString();
      const { method = '' } = JSON.parse(text) as { method?: string };
      if (era === 'legacy' ? method === 'server/discover' : method === 'initialize')
        return void response.writeHead(400, { 'content-type': 'application/json' }).end(unknownMethod(text));
      if (method in lines || method === '') heard.push(text);
      const said = known[method]?.map((line) => line.replaceAll('$ID', () => idIn(text)));
      if (!said) return void response.writeHead(202).end();
      if (said.length === 1) return void response.writeHead(200, { 'content-type': 'application/json' }).end(said[0]);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const line of said)
        response.write(
          `${line
            .split('\n')
            .map((each) => `data: ${each}\n`)
            .join('')}\n`,
        );
      response.end();
    });
  });
  return { url: `${loopback.origin}/mcp`, heard, close: () => loopback.close() };
}

/** As it is written: a number above 2^53 does not survive a parser. */
export function idIn(text: string): string {
  const id = /"id":\s*("(?:[^"\\]|\\.)*"|[-+.\deE]+|null)/.exec(text)?.[1];
  if (id === undefined) throw new Error(`There is no id in ${text}`);
  return id;
}

const unknownMethod = (text: string) =>
  `{"jsonrpc":"2.0","id":${idIn(text)},"error":{"code":-32601,"message":"Method not found"}}`;
