import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openEngine } from '../support/engine.ts';
import { inventoryOf, setScene, signInState, type startServers } from './scene.ts';
import { inTheMiddle, type Order, type StepName } from './steps.ts';

export interface Outcome {
  /** Whether the authorization server gave out new tokens to the process that was killed. */
  used: boolean;
  /** Whether a transaction had begun and was not over; undefined where the process stopped by itself at a step. */
  inTheMiddle?: boolean;
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
    if (step === 'sealing again what version 13 left') await scene.makeEarlier();
    const before = refreshes().length;
    const order = { step, folder: scene.folder, root, serverId: scene.victimId, ahead: scene.ahead };
    const inTheMiddle = await killAt(order);
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
        ...(inTheMiddle !== undefined && { inTheMiddle }),
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

/** Returns whether the process was in the middle of a transaction, where that is what the step is about. */
async function killAt(order: Order): Promise<boolean | undefined> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const middle = inTheMiddle[order.step];
  const begun = middle && 1 + Math.floor(Math.random() * middle.begun);
  const said: string[] = [];
  const there = () =>
    begun === undefined ? said.includes('here') : said.filter((word) => word === 'begun').length >= begun;
  const arrived = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.push(...text.trim().split('\n'));
      if (there()) resolve();
    });
  });
  await Promise.race([arrived, closed]);
  if (!there()) throw new Error(`${order.step}: the process ended by itself`);
  if (middle) await wait(Math.random() * middle.milliseconds);
  child.kill('SIGKILL');
  await closed;
  return middle && said.at(-1) === 'begun';
}

/** What was sent before the end may still be on its way. */
async function quiet(requests: readonly unknown[]): Promise<void> {
  for (let seen = -1; seen !== requests.length; await wait(60)) seen = requests.length;
}
