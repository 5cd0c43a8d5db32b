import { Client, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/client';
import type { Era } from './shared.ts';

/** What happened in one step, with ids and times replaced by `#`. */
interface Step {
  step: string;
  /** What the caller of the library got: a result, or an error. */
  outcome: unknown;
  /** Each message that came meanwhile, sorted: streams are independent of each other. */
  arrived?: string[];
}

export interface Recorder {
  client: Client;
  /** Does something, and notes what came of it. */
  step: (step: string, act: (meanwhile: Meanwhile) => Promise<unknown>, only?: 'outcome') => Promise<void>;
  steps: readonly Step[];
}

interface Meanwhile {
  /** Resolves when a message of this method has come in this step. */
  arrival: (method: string) => Promise<void>;
  /** The messages of this step so far, in the order in which they came. */
  messages: () => readonly JSONRPCMessage[];
}

const roots = [{ uri: 'file:///home/ann/project', name: 'Project' }];

/** Connects the library's client, which answers all that a server may ask. The connection is the first step. */
export async function connectRecorder(transport: Transport, era: Era): Promise<Recorder> {
  const client = new Client(
    { name: 'recorder', version: '1.0.0' },
    {
      capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  );
  client.setRequestHandler('roots/list', () => ({ roots }));
  client.setRequestHandler('elicitation/create', ({ params }) => ({
    action: 'accept',
    content: { name: `Ann, who was asked: ${params.message}` },
  }));
  client.setRequestHandler('sampling/createMessage', () => ({
    model: 'model',
    role: 'assistant',
    content: { type: 'text', text: 'Word.' },
  }));
  const steps: Step[] = [];
  let arrived: JSONRPCMessage[] = [];
  let waiting: { method: string; resolve: () => void }[] = [];
  listenIn(transport, (message) => {
    arrived.push(message);
    waiting = waiting.filter(({ method, resolve }) => {
      if (!('method' in message) || message.method !== method) return true;
      resolve();
      return false;
    });
  });
  const arrival = async (method: string) => {
    if (arrived.some((message) => 'method' in message && message.method === method)) return;
    await new Promise<void>((resolve) => waiting.push({ method, resolve }));
  };
  const step: Recorder['step'] = async (name, act, only) => {
    arrived = [];
    const outcome = await act({ arrival, messages: () => arrived }).catch((error: unknown) => errorOf(error));
    const lines = arrived.map(lineOf).toSorted();
    steps.push({ step: name, outcome: withoutIds(outcome), ...(only === undefined && { arrived: lines }) });
  };
  const connect = async () => {
    await client.connect(transport);
    return [client.getServerVersion(), client.getServerCapabilities(), client.getInstructions()];
  };
  // By stdio, the library asks for the era through a process of its own.
  await step('connect', connect, 'outcome');
  return { client, step, steps };
}

/** Sees each message before the client does. */
function listenIn(transport: Transport, see: (message: JSONRPCMessage) => void): void {
  let handler: Transport['onmessage'];
  Object.defineProperty(transport, 'onmessage', {
    get: () =>
      handler &&
      ((...[message, extra]: Parameters<NonNullable<Transport['onmessage']>>) => {
        see(message);
        handler?.(message, extra);
      }),
    set: (given: Transport['onmessage']) => {
      handler = given;
    },
  });
}

function errorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: String(error) };
  const { code, data } = error as { code?: unknown; data?: unknown };
  return { error: error.message, code, data };
}

const lineOf = (message: JSONRPCMessage) => JSON.stringify(withoutIds(message));

/** Members whose values are ids or times. */
const passing = new Set([
  'id',
  'progressToken',
  'requestId',
  'ttlMs',
  'io.modelcontextprotocol/subscriptionId',
  'io.modelcontextprotocol/related-request',
]);

function withoutIds(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, member: unknown) => (passing.has(key) ? '#' : member)),
  ) as unknown;
}
