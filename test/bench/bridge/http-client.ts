import { Agent, request } from 'node:http';

/** A direct client of Streamable HTTP that keeps its connection. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #url: string;
  #session: string | undefined;
  #last = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async initialize(): Promise<void> {
    await this.#post('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1.0.0' },
    });
    await this.#post('notifications/initialized');
  }

  listTools = (): Promise<string> => this.#post('tools/list', {});

  call = (): Promise<string> =>
    this.#post('tools/call', { name: 'convert_units', arguments: { value: 1, from: 'metres', to: 'feet' } });

  /** A request that the server answers with an error. */
  warm = (): Promise<string> => this.#post('example/unknown', { value: 1 });

  end(): void {
    this.#agent.destroy();
  }

  #post(method: string, params?: object): Promise<string> {
    const id = params && (this.#last += 1);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...(this.#session !== undefined && { 'mcp-session-id': this.#session }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const { 'mcp-session-id': session } = response.headers;
        if (typeof session === 'string') this.#session = session;
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      });
      sent.on('error', reject).end(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }
}
