import { isJson, printJson, type Command, type RunCommand } from '../command.ts';
import { filled } from '../command-words.ts';
import type { ServerStatus } from '../server-status.ts';

export const list: RunCommand = async (command) => {
  const servers = command.parts.servers();
  const views = servers.map(({ alias, name, workspace, host }) => ({ alias, name, workspace, host }));
  if (isJson(command)) return printJson(command, { servers: views });
  return printRows(command, servers, ({ name, host }) => `${name} (${host})`);
};

export const status: RunCommand = async (command) => {
  const { terminal, parts, line } = command;
  const servers = parts.servers();
  if (line.options.names === true) {
    for (const { alias } of servers) await terminal.print(alias);
    return undefined;
  }
  if (isJson(command)) return printJson(command, { locked: false, servers });
  const { states, usedBy } = parts.words();
  return printRows(command, servers, ({ name, state, connected }) => {
    const users = connected.length > 0 ? ` (${filled(usedBy, { programs: connected.join(', ') })})` : '';
    return `${name}: ${states[state]}${users}`;
  });
};

async function printRows(
  { terminal, parts }: Command,
  servers: readonly ServerStatus[],
  rowOf: (server: ServerStatus) => string,
): Promise<void> {
  if (servers.length === 0) return terminal.print(parts.words().noServers);
  const longest = Math.max(...servers.map(({ alias }) => alias.length));
  for (const server of servers) await terminal.print(`${server.alias.padEnd(longest)}  ${rowOf(server)}`);
  return undefined;
}
