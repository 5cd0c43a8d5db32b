import type { Log } from '../base/log.ts';
import type { Context } from '../connections/context.ts';
import type { AgentConnection } from './agent-connection.ts';
import { admitAgent, type AdmitWords, type Serve } from './admit.ts';
import { linuxProcesses } from './caller/processes.ts';
import { bridgeHome, isTooLong, type BridgeHome } from './home/bridge-home.ts';
import { connectorFiles, installConnector } from './home/install-connector.ts';
import { environmentLines, startCommand } from './home/start-command.ts';
import { writeHome } from './home/write-home.ts';
import { Arrivals, type ArrivalWords } from './listener/arrivals.ts';
import { listen, SocketTaken } from './listener/listen.ts';
import { nameServers } from './listener/server-aliases.ts';

export type BridgeWords = ArrivalWords & AdmitWords & { notYet: string };

/** Why agents cannot reach this Keyfob. */
export type BridgeProblem = 'home_too_long' | 'another_app' | 'no_connector' | 'home_not_written';

interface BridgeOptions {
  context: Context;
  words: () => BridgeWords;
  /** In place of passing messages on. */
  serve?: Serve;
  start: {
    userHome: string;
    isPackaged: boolean;
    /** The connector of the app's own files. */
    connector: string;
    /** The command that starts this app, without switches. */
    command: readonly string[];
    argv: readonly string[];
    env: NodeJS.ProcessEnv;
  };
}

export interface Bridge {
  problem: BridgeProblem | null;
  /** Closes the socket and every connection. */
  stop: () => void;
}

/** Lets agents in: writes the home, and listens. Never throws: without it, everything else works. */
export async function startBridge({ context, words, start, ...options }: BridgeOptions): Promise<Bridge> {
  const { log, store } = context;
  const home = bridgeHome(start.userHome, start.isPackaged);
  const failed = (problem: BridgeProblem, facts: Record<string, unknown> = {}): Bridge => {
    log.warn('agents cannot reach Keyfob', { problem, ...facts });
    return { problem, stop: () => undefined };
  };
  const serve = options.serve ?? ((connection: AgentConnection) => refuseRequests(connection, words().notYet));
  if (isTooLong(home.socket)) return failed('home_too_long', { path: home.socket });
  const arrivals = new Arrivals({
    who: start.connector,
    connectors: () => connectorFiles(start.connector, home),
    processes: linuxProcesses,
    words,
    log,
    admit: (hello, caller) => admitAgent({ store, words, namesFor: () => [], serve }, hello, caller),
  });
  try {
    const problem = prepare(home, start, log);
    nameServers(store);
    const server = await listen(home.socket, (socket) => void arrivals.take(socket));
    const stop = () => {
      server.close();
      arrivals.end();
    };
    return { problem, stop };
  } catch (error) {
    return failed(error instanceof SocketTaken ? 'another_app' : 'home_not_written', { error });
  }
}

/** Throws if the home cannot be written at all; a connector that is missing is a problem to show. */
function prepare(home: BridgeHome, start: BridgeOptions['start'], log: Log): BridgeProblem | null {
  const isRoot = process.getuid?.() === 0;
  writeHome(home, { command: startCommand({ ...start, isRoot }), environment: environmentLines(start.env) });
  try {
    installConnector(start.connector, home);
    return null;
  } catch (error) {
    log.warn('the connector was not installed', { error });
    return 'no_connector';
  }
}

async function refuseRequests({ lines, write }: AgentConnection, message: string): Promise<void> {
  for await (const line of lines) {
    const { id, method } = JSON.parse(line) as { id?: unknown; method?: unknown };
    if (id !== undefined && method !== undefined)
      await write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -31010, message } }));
  }
}
