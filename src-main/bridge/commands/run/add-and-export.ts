import { isFault } from '../../../base/fault.ts';
import { addServer } from '../../../connections/servers/servers.ts';
import { exportServers } from '../../../connections/servers/export-servers.ts';
import { nameServers } from '../../listener/server-aliases.ts';
import { isJson, printJson, type RunCommand } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { assertMay, sessionOf } from '../target.ts';

export const add: RunCommand = async (command) => {
  const { parts, line, terminal } = command;
  const { context } = parts;
  const session = sessionOf(command);
  assertMay(command, session, 'servers:add');
  await mayRun(command);
  const { name } = line.options;
  const words = parts.words();
  try {
    const input = { url: line.arguments[0] ?? '', ...(typeof name === 'string' && { name }) };
    const server = addServer(context, session, input);
    nameServers(context.store);
    const alias = context.store.serverAliases.of(server.id) ?? '';
    if (isJson(command)) return await printJson(command, { alias, name: server.name });
    return await terminal.print(filled(words.added, { server: server.name, alias }));
  } catch (error) {
    if (!isFault(error, 'server_exists')) throw error;
    throw new CommandEnd('failed', filled(words.exists, { server: String(error.values['server']) }), error.code);
  }
};

/** The same text as in the file of the window's export, which has no secret. */
export const exportAll: RunCommand = async (command) => {
  const { parts, terminal } = command;
  const session = sessionOf(command);
  assertMay(command, session, 'servers:export');
  await mayRun(command);
  await terminal.print(exportServers(parts.context, session).text.trimEnd());
};
