import type { Target } from '../../listener/choose-target.ts';
import { CommandAgent } from '../agent/command-agent.ts';
import { isJson, type Command } from '../command.ts';
import { mayUse } from '../consent.ts';

/** Lets a command use a server, once the user has allowed it. */
export async function withServer(
  command: Command,
  target: Target,
  use: (agent: CommandAgent) => Promise<void>,
): Promise<void> {
  await mayUse(command, target.slot);
  const agent = new CommandAgent({
    command,
    target,
    onProgress({ share, message }) {
      if (isJson(command)) return Promise.resolve();
      const percent = share === undefined ? '' : `${Math.floor(share * 100)} % `;
      return command.terminal.progress(`${percent}${message}`);
    },
  });
  try {
    await agent.open();
    await use(agent);
  } finally {
    agent.close();
  }
}
