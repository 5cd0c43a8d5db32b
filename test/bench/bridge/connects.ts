import { spawn } from 'node:child_process';
import { median, pairedRatio } from '../median.ts';
import { HttpClient } from './http-client.ts';
import { StdioClient } from './stdio-client.ts';
import { percentile, round, timed, type Ways } from './ways.ts';

const pairs = 9;
const rounds = 40;

/** From the start of the process to the list of tools, with the app running. */
export async function connects({ keyfob, mcpRemote }: Ways, url: string): Promise<object[]> {
  const [ours, cold, theirs, direct]: number[][] = [[], [], [], []];
  for (let pair = -1; pair < pairs; pair += 1) {
    const times = [
      await connect(keyfob),
      // Lists are cached by the name of the client.
      await connect(keyfob, `bench-${pair}`),
      await connect(mcpRemote),
      await timed(() => connectDirectly(url)),
    ];
    if (pair >= 0) for (const [index, list] of [ours, cold, theirs, direct].entries()) list?.push(times[index] ?? 0);
  }
  const row = (metric: string, values: number[] = []) => ({
    metric,
    unit: 'ms',
    keyfob: round(median(values)),
    mcpRemote: round(median(theirs ?? [])),
    direct: round(median(direct ?? [])),
    ratio: round(pairedRatio(values, theirs ?? []), 3),
    pairs,
  });
  return [row('connect: spawn to list of tools', ours), row('connect with cold lists', cold), await underLoad(keyfob)];
}

async function connect(command: readonly string[], name = 'bench'): Promise<number> {
  const client = new StdioClient(command, name);
  const time = await timed(async () => {
    await client.initialize();
    const tools = await client.listTools();
    if (!tools.includes('convert_units')) throw new Error(`${command[0]} listed ${tools.join(', ')}.`);
  });
  await client.end();
  return time;
}

async function connectDirectly(url: string): Promise<void> {
  const client = new HttpClient(url);
  await client.initialize();
  await client.listTools();
  client.end();
}

async function underLoad(keyfob: readonly string[]): Promise<object> {
  const busy = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const times: number[] = [];
  for (let at = 0; at < rounds; at += 1) times.push(await connect(keyfob));
  for (const child of busy) child.kill('SIGKILL');
  const p95 = round(percentile(times, 0.95));
  return { metric: 'connect with two busy cores', unit: 'ms', keyfob: p95, median: round(median(times)), rounds };
}
