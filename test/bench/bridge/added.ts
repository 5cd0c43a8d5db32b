import { median } from '../median.ts';
import { startBareEcho } from './bare-echo.ts';
import { HttpClient } from './http-client.ts';
import { StdioClient } from './stdio-client.ts';
import { round, timed, type Ways } from './ways.ts';

/** Fewer calls than the app admits in a minute without a pause. */
const rounds = 100;
/** Other requests, which take the same way and are not counted: code that runs often is compiled. */
const warming = 1000;

/** What a call takes more than by direct HTTP, and what of that an app takes that only passes messages on. */
export async function added({ keyfob, mcpRemote }: Ways, url: string): Promise<object[]> {
  const echo = await startBareEcho(url);
  const clients = {
    keyfob: new StdioClient(keyfob),
    bareEcho: new StdioClient(echo.command),
    mcpRemote: new StdioClient(mcpRemote),
    direct: new HttpClient(url),
  };
  for (const client of Object.values(clients)) {
    await client.initialize();
    for (let warm = 0; warm < warming; warm += 1) await client.warm();
    for (let warm = 0; warm < 5; warm += 1) await client.call();
  }
  const times: Record<keyof typeof clients, number[]> = { keyfob: [], bareEcho: [], mcpRemote: [], direct: [] };
  for (let at = 0; at < rounds; at += 1)
    for (const name of ['keyfob', 'bareEcho', 'mcpRemote', 'direct'] as const)
      times[name].push(await timed(() => clients[name].call()));
  for (const client of Object.values(clients)) await client.end();
  await echo.end();
  const direct = median(times.direct);
  const over = (each: number[]) => median(each) - direct;
  const [ours, bare, theirs] = [over(times.keyfob), over(times.bareEcho), over(times.mcpRemote)];
  return [
    {
      metric: 'time that is added to a call, p50',
      unit: 'ms',
      keyfob: round(ours, 2),
      bareEcho: round(bare, 2),
      mcpRemote: round(theirs, 2),
      direct: round(direct, 2),
      ratio: round(ours / theirs, 3),
      ratioToBareEcho: round(ours / bare, 2),
      rounds,
    },
  ];
}
