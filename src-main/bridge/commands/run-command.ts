import type { Hello } from '../agent-connection.ts';
import type { Admission } from '../listener/arrivals.ts';
import type { ServerState, ServerStatus } from './server-status.ts';
import { terminalOf, type Terminal } from './terminal.ts';

export interface CommandWords {
  /** `{entry}`: that of a server in an MCP client's configuration. */
  help: string;
  /** `{command}` is not known. */
  unknown: string;
  locked: string;
  noServers: string;
  /** Who uses a server: `{programs}`. */
  usedBy: string;
  states: Record<ServerState, string>;
}

export interface CommandOptions {
  words: () => CommandWords;
  /** The path of the connector. */
  connector: string;
  isLocked: () => boolean;
  servers: () => ServerStatus[];
  /** Brings the window to the front. */
  open: () => void;
}

/** docs/bridge.md, "Every other command". */
export const exitCodes = { done: 0, usage: 2, locked: 4 } as const;

/** Answers a command line other than `mcp`. */
export function admitCommand(options: CommandOptions, { argv }: Hello): Admission {
  return {
    serve: async (conversation) => {
      const terminal = terminalOf(conversation);
      await terminal.exit(await run(options, argv, terminal));
      // The connector hangs up once it has written all.
      await conversation.reader.line(1);
    },
  };
}

async function run(options: CommandOptions, argv: readonly string[], terminal: Terminal): Promise<number> {
  const words = options.words();
  const [command = 'help', ...more] = argv;
  const isJson = more.length === 1 && more[0] === '--json';
  const isPlain = more.length === 0;
  if (isPlain && (command === 'help' || command === '--help' || command === '-h')) {
    const entry = JSON.stringify({ command: options.connector, args: ['mcp', 'SERVER'] });
    await terminal.print(words.help.replace('{entry}', () => entry));
    return exitCodes.done;
  }
  if (command === 'open' && isPlain) {
    options.open();
    return exitCodes.done;
  }
  if (command === 'status' && (isPlain || isJson)) return status(options, isJson, terminal);
  await terminal.complain(`keyfob: ${words.unknown.replace('{command}', () => argv.join(' ').slice(0, 100))}`);
  return exitCodes.usage;
}

async function status(
  { words, isLocked, servers }: CommandOptions,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const { locked, noServers, states, usedBy } = words();
  if (isLocked()) {
    if (isJson) await terminal.print(JSON.stringify({ locked: true }));
    else await terminal.complain(`keyfob: ${locked}`);
    return exitCodes.locked;
  }
  const found = servers();
  if (isJson) await terminal.print(JSON.stringify({ locked: false, servers: found }, undefined, 2));
  else if (found.length === 0) await terminal.print(noServers);
  else {
    const longest = Math.max(...found.map(({ alias }) => alias.length));
    for (const { alias, name, state, connected } of found) {
      const users = connected.length > 0 ? ` (${usedBy.replace('{programs}', () => connected.join(', '))})` : '';
      await terminal.print(`${alias.padEnd(longest)}  ${name}: ${states[state]}${users}`);
    }
  }
  return exitCodes.done;
}
