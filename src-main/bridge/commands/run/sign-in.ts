import { connect } from '../../../connections/sign-in/connect.ts';
import type { Target } from '../../listener/choose-target.ts';
import { isJson, printJson, type Command, type RunCommand } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { assertMay, targetOf } from '../target.ts';

/** Signs in as the window's button does, and waits for the end. A command that is stopped leaves the sign-in open. */
export const signIn: RunCommand = async (command) => {
  const { parts, line, terminal } = command;
  const { context } = parts;
  const target = targetOf(command, line.arguments[0] ?? '');
  const { server, session, slot } = target;
  assertMay(command, session, 'connections:connect', { account: server.account });
  const words = parts.words();
  const named = { server: server.name };
  if (server.grantType === 'key') throw new CommandEnd('signIn', filled(words.keyNeeded, named), 'key_needed');
  await mayRun(command);
  const ended = signInEnded(command, target);
  await connect(context, session, server.id);
  const attempt = context.attempts.active(slot);
  if (attempt) {
    const { deviceCode } = attempt;
    const code = deviceCode && { url: deviceCode.verificationUri, code: deviceCode.userCode };
    await terminal.complain(code ? filled(words.deviceCode, code) : filled(words.signingIn, named));
    await ended;
  }
  const error = context.attempts.last(slot)?.error;
  if (error?.code === 'access_denied') throw new CommandEnd('refused', words.refused, error.code);
  if (error) throw new CommandEnd('failed', filled(words.failed, { code: error.code }), error.code);
  const isOpen = context.store.servers.get(server.workspaceId, server.id)?.requiresSignIn === false;
  if (isJson(command)) return printJson(command, { signedIn: !isOpen });
  return terminal.print(filled(isOpen ? words.opensWithout : words.signedIn, named));
};

/** Resolves once the sign-in has ended, or the command. */
function signInEnded({ parts, terminal }: Command, { slot }: Target): Promise<void> {
  return new Promise((resolve) => {
    const stop = parts.listen((event) => {
      if (event.type !== 'connection_completed') return;
      if (event.slot.serverId === slot.serverId && event.slot.profileId === slot.profileId) end();
    });
    const end = () => {
      stop();
      resolve();
    };
    terminal.signal.addEventListener('abort', end, { once: true });
  });
}
