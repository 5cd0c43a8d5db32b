import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../median.ts';
import { mainProcess } from './main-process.ts';
import { StdioClient } from './stdio-client.ts';
import { round, type Ways } from './ways.ts';

const rounds = 5;
const look = 2;

/** From the start of the connector to the answer to `initialize`, where the app does not run and is started by it. */
export async function starts({ keyfob }: Ways): Promise<object[]> {
  const runs: { process: number; socket: number; answer: number }[] = [];
  for (let at = 0; at < rounds; at += 1) {
    const before = mainProcess();
    process.kill(before, 'SIGKILL');
    await until(() => !isRunning(before));
    await sleep(1000);
    const from = performance.now();
    const client = new StdioClient(keyfob);
    const answered = client.initialize().then(() => performance.now() - from);
    const started = until(() => hasOther(before)).then(() => performance.now() - from);
    const listening = until(() => accepts(socket)).then(() => performance.now() - from);
    runs.push({ answer: await answered, process: await started, socket: await listening });
    await client.end();
    // Its first start has things to do that would fall into the next round.
    await sleep(3000);
  }
  const of = (name: keyof (typeof runs)[number]) => round(median(runs.map((run) => run[name])), 0);
  return [
    {
      metric: 'spawn to the answer to initialize, with the app not running',
      unit: 'ms',
      keyfob: of('answer'),
      untilItsLockIsTaken: of('process'),
      untilItListens: of('socket'),
      rounds,
    },
  ];
}

const socket = join(process.env['HOME'] ?? '', '.keyfob-development', 'run', 'agent.sock');

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(look);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function hasOther(pid: number): boolean {
  try {
    return mainProcess() !== pid;
  } catch {
    return false;
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const tried = connect(path);
    tried.on('connect', () => {
      tried.destroy();
      resolve(true);
    });
    tried.on('error', () => resolve(false));
  });
}
