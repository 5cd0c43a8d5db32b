import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openEngine } from '../support/engine.ts';
import { inventoryOf, setScene, signInState, type startServers } from './scene.ts';
import type { Order, StepName } from './steps.ts';

export interface Outcome {
  /** Whether the authorization server gave out new tokens to the process that was killed. */
  used: boolean;
  /** What became of the sign-in: `kept`, or the code of what a person is told. */
  victim: string;
  bystander: string;
  /** Whether servers, settings, workspaces and profiles are all there. */
  intact: boolean;
}

interface Run {
  servers: Awaited<ReturnType<typeof startServers>>;
  step: StepName;
  project: string;
  /** Where the migrations of the killed process, and of the one after it, are. */
  root: string;
}

/** Kills a process at a step, and looks in another one what is left. */
export async function run({ servers, step, project, root }: Run): Promise<Outcome> {
  const scene = await setScene(servers);
  const refreshes = () =>
    servers.authorization.requests.filter(({ grantType, status }) => grantType === 'refresh_token' && status === 200);
  try {
    const before = refreshes().length;
    const order = { step, folder: scene.folder, root, serverId: scene.victimId, ahead: scene.ahead };
    await killAt(order);
    await quiet(servers.authorization.requests);
    const used = refreshes().length > before;
    const engine = await openEngine({
      folder: scene.folder,
      root: step === 'migrating' ? root : project,
      ahead: () => scene.ahead,
    });
    try {
      return {
        used,
        intact: inventoryOf(engine) === scene.inventory,
        victim: await signInState(engine, scene.victimId),
        bystander: await signInState(engine, scene.bystanderId),
      };
    } finally {
      engine.close();
    }
  } finally {
    scene.remove();
  }
}

async function killAt(order: Order): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data').then(([data]) => String(data)), ended.then(() => '')]);
  if (!said.startsWith('here')) throw new Error(`${order.step}: the process ended by itself`);
  if (order.step === 'migrating') await wait(Math.random() * 250);
  child.kill('SIGKILL');
  await ended;
}

/** What was sent before the end may still be on its way. */
async function quiet(requests: readonly unknown[]): Promise<void> {
  for (let seen = -1; seen !== requests.length; await wait(60)) seen = requests.length;
}
