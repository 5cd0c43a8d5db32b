import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bridgeHome, type BridgeHome } from '../../../src-main/bridge/home/bridge-home.ts';

export interface App {
  home: BridgeHome;
  memoryInUse: () => Promise<number>;
  /** As `kill -9` does; resolves when it has ended. */
  kill: () => Promise<void>;
}

/** Starts `app.ts`, and resolves when it listens. */
export async function startApp(database: string, userHome: string): Promise<App> {
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, 'app.ts'), database, userHome], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const first = await next();
  if (first !== 'ready') throw new Error(`The app said ${first}.`);
  return {
    home: bridgeHome(userHome, true),
    memoryInUse: async () => {
      child.stdin.write('\n');
      return Number(await next());
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
