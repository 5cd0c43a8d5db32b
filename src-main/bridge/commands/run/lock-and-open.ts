import { isJson, printJson, type RunCommand } from '../command.ts';
import { CommandEnd } from '../command-words.ts';

export const lock: RunCommand = async (command) => {
  const { parts } = command;
  if (!parts.lock()) throw new CommandEnd('failed', parts.words().noPassphrase, 'no_passphrase');
  if (isJson(command)) await printJson(command, { locked: true });
};

export const open: RunCommand = async (command) => {
  command.parts.open();
  if (isJson(command)) await printJson(command, { opened: true });
};
