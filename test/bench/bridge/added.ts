import { median } from '../median.ts';
import { HttpClient } from './http-client.ts';
import { StdioClient } from './stdio-client.ts';
import { round, timed, type Ways } from './ways.ts';

/** Fewer calls than the app admits in a minute without a pause. */
const rounds = 100;
/** Other requests, which take the same way and are not counted: code that runs often is compiled. */
const warming = 1000;

/** What a call takes more than by direct HTTP. */
export async function added({ keyfob, mcpRemote }: Ways, url: string): Promise<object[]> {
  const clients = {
    keyfob: new StdioClient(keyfob),
    mcpRemote: new StdioClient(mcpRemote),
    direct: new HttpClient(url),
  };
  for (const client of Object.values(clients)) {
    await client.initialize();
    for (let warm = 0; warm < warming; warm += 1) await client.warm();
    for (let warm = 0; warm < 5; warm += 1) await client.call();
  }
  const times: Record<keyof typeof clients, number[]> = { keyfob: [], mcpRemote: [], direct: [] };
  for (let at = 0; at < rounds; at += 1)
    for (const name of ['keyfob', 'mcpRemote', 'direct'] as const)
      times[name].push(await timed(() => clients[name].call()));
  for (const client of Object.values(clients)) await client.end();
  const direct = median(times.direct);
  const [ours, theirs] = [median(times.keyfob) - direct, median(times.mcpRemote) - direct];
  return [
    {
      metric: 'time that is added to a call, p50',
      unit: 'ms',
      keyfob: round(ours, 2),
      mcpRemote: round(theirs, 2),
      direct: round(direct, 2),
      ratio: round(ours / theirs, 3),
      rounds,
    },
  ];
}
