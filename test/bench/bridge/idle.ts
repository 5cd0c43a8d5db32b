import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTimeOfTree, memoryOfTree } from '../process-memory.ts';
import { mainProcess } from './main-process.ts';
import { StdioClient } from './stdio-client.ts';
import { round, type Ways } from './ways.ts';

const connections = 100;
const watched = 10_000;
const kilobyte = 1024;

/** What connections cost that do nothing. */
export async function idle({ keyfob, mcpRemote }: Ways): Promise<object[]> {
  const main = mainProcess();
  const join = async (command: readonly string[]) => {
    const client = new StdioClient(command);
    await client.initialize();
    await client.listTools();
    await client.call();
    return client;
  };
  const other = await join(mcpRemote);
  await sleep(2000);
  const theirs = memoryOfTree(other.child.pid ?? 0);
  await other.end();

  const quiet = await cpuDuring(() => cpuTimeOfTree(main));
  const before = memoryOfTree(main);
  const clients: StdioClient[] = [];
  for (let at = 0; at < connections; at += 1) clients.push(await join(keyfob));
  await sleep(5000);
  const pids = clients.map(({ child }) => child.pid ?? 0);
  const connectors = pids.reduce((sum, pid) => sum + memoryOfTree(pid), 0);
  const ours = (connectors + memoryOfTree(main) - before) / connections;
  const cpu = await cpuDuring(() => [main, ...pids].reduce((sum, pid) => sum + cpuTimeOfTree(pid), 0));
  for (const client of clients) await client.end();
  return [
    {
      metric: 'memory for each connection (PSS, with the growth of the app)',
      unit: 'kB',
      keyfob: round(ours / kilobyte, 0),
      connector: round(connectors / connections / kilobyte, 0),
      mcpRemote: round(theirs / kilobyte, 0),
      ratio: round(ours / theirs, 4),
      connections,
    },
    {
      metric: 'CPU time of the app with 100 connections that are idle',
      unit: 'ms per s',
      keyfob: cpu,
      withoutConnections: quiet,
      connections,
    },
  ];
}

async function cpuDuring(read: () => number): Promise<number> {
  const before = read();
  await sleep(watched);
  return round((read() - before) / (watched / 1000), 1);
}
