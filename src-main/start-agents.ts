import { join } from 'node:path';
import type { Context } from './connections/context.ts';
import type { Words } from './shell/words.ts';

interface AgentOptions {
  context: Context;
  words: () => Words;
  /** Resolves once the first window is painted, or at once if none is to be shown. */
  painted: Promise<unknown>;
  /** The folder of the app's files. */
  root: string;
  isPackaged: boolean;
  userHome: string;
  /** The command that starts this app, without switches. */
  command: readonly string[];
}

/** Lets agents in once the first window is painted. Its code is loaded then, so that it delays no window. */
export function startAgents({ context, words, painted, root, isPackaged, userHome, command }: AgentOptions) {
  let isStopped = false;
  const bridge = painted.then(async () => {
    const { startBridge } = await import('./bridge/start-bridge.ts');
    if (isStopped) return undefined;
    const connector = isPackaged
      ? join(process.resourcesPath, 'connector', 'keyfob')
      : join(root, 'build', 'connector-plain', 'keyfob');
    return startBridge({
      context,
      words: () => words().agents,
      start: { userHome, isPackaged, connector, command, argv: process.argv, env: process.env },
    });
  });
  bridge.catch((error: unknown) => context.log.warn('agents cannot reach Keyfob', { error }));
  return {
    stop() {
      isStopped = true;
      void bridge.then((started) => started?.stop()).catch(() => undefined);
    },
  };
}
