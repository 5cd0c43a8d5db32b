import { disconnect } from '../../../connections/sign-out/disconnect.ts';
import { isJson, printJson, type RunCommand } from '../command.ts';
import { filled } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { assertMay, targetOf } from '../target.ts';

export const signOut: RunCommand = async (command) => {
  const { parts, line, terminal } = command;
  const { server, session } = targetOf(command, line.arguments[0] ?? '');
  assertMay(command, session, 'connections:disconnect', { account: server.account });
  await mayRun(command);
  const revocation = await disconnect(parts.context, session, server.id);
  if (isJson(command)) return printJson(command, { signedOut: true, revocation });
  const { signedOut, notRevoked } = parts.words();
  await terminal.print(filled(signedOut, { server: server.name }));
  if (revocation === 'failed') await terminal.complain(filled(notRevoked, { server: server.name }));
  return undefined;
};
