import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { settingsView } from '../../src-main/connections/servers/settings.ts';
import { isFault } from '../../src-main/base/fault.ts';
import { openEngine, type Engine } from '../support/engine.ts';
import { inventoryOf, setScene, signInState, type Scene, type startServers } from './scene.ts';
import { inTheMiddle, lateAnswer, type Order, type StepName } from './steps.ts';

export interface Outcome {
  /** Whether the authorization server issued new tokens to the killed process. */
  used: boolean;
  /** Whether a transaction was open; undefined if the process stopped by itself at a step. */
  inTheMiddle?: boolean;
  /** The sign-in afterwards: `kept`, or the error code that the user sees. */
  victim: string;
  bystander: string;
  /** The result of the browser's response in the next process: `finished`, or an error code. */
  late?: string;
  /** The setting that reconfiguring changes, as stored. */
  scope: string | null;
  /** Whether all servers, settings, workspaces and profiles exist. */
  intact: boolean;
}

interface Run {
  servers: Awaited<ReturnType<typeof startServers>>;
  step: StepName;
  project: string;
  /** The folder of the migrations, for the killed process and the next one. */
  root: string;
  /** The path of the program that is killed. */
  child: string;
}

/** Kills a process at a step, and checks in another one what is left. */
export async function run({ servers, step, project, root, child }: Run): Promise<Outcome> {
  const scene = await setScene(servers);
  // A killed process leaves no compiled code to the next one, so it gets what this one has compiled for the scene.
  flushCompileCache();
  const refreshes = () =>
    servers.authorization.requests.filter(({ grantType, status }) => grantType === 'refresh_token' && status === 200);
  try {
    if (step === 'sealing again what version 13 left') await scene.makeEarlier();
    const before = refreshes().length;
    const order = { step, folder: scene.folder, root, serverId: scene.victimId, ahead: scene.ahead };
    const inTheMiddle = await killAt(child, order);
    await quiet(servers.authorization.requests);
    const used = refreshes().length > before;
    const engine = await openEngine({
      folder: scene.folder,
      root: step === 'migrating' ? root : project,
      ahead: () => scene.ahead,
    });
    try {
      const late = await bringBackLate(engine, scene);
      return {
        used,
        ...(late !== undefined && { late }),
        scope: settingsView(engine.context, engine.session, scene.victimId).scope,
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

/** Delivers the browser's response again, or for the first time, if the killed process left one. */
async function bringBackLate({ context }: Engine, scene: Scene): Promise<string | undefined> {
  const file = lateAnswer(scene);
  if (!existsSync(file)) return undefined;
  try {
    await finishAuthorization(context, readFileSync(file, 'utf8'));
    return 'finished';
  } catch (error) {
    return isFault(error) ? error.code : String(error);
  }
}

/** Returns whether a transaction was open, for steps that are about that. */
async function killAt(program: string, order: Order): Promise<boolean | undefined> {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
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

/** Waits until requests sent before the end have arrived. */
async function quiet(requests: readonly unknown[]): Promise<void> {
  for (let seen = -1; seen !== requests.length; await wait(60)) seen = requests.length;
}
