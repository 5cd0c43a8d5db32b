import { expect, it, onTestFinished } from 'vitest';
import { LoadAgent, newTally } from '../load/bridge/agent.ts';
import { signIn, startSite } from '../load/bridge/site.ts';
import { startApp } from '../load/bridge/start-app.ts';
import { temporaryFolder } from '../support/keyfob.ts';

const connections = 10;

it('a main process that is killed with ten connections: each stays, its calls get errors, the next are served', async () => {
  const site = await startSite(3600);
  onTestFinished(() => site.close());
  const database = temporaryFolder();
  await signIn(database, site);
  const userHome = temporaryFolder();
  const app = await startApp(database, userHome);
  onTestFinished(() => app.kill());
  const tally = newTally();
  const agents = Array.from({ length: connections }, () => new LoadAgent(app.home.connector, 'load', tally));
  onTestFinished(async () => {
    for (const agent of agents) if (agent.isThere) await agent.kill();
  });
  await Promise.all(agents.map((agent) => agent.join()));
  const open = agents.flatMap((agent) => [1, 2].map(() => agent.ask('tools/call', { name: 'hang', arguments: {} })));
  await expect.poll(() => site.hanging(), { timeout: 30_000 }).toBe(2 * connections);

  await app.kill();
  for (const answer of await Promise.all(open)) expect(answer?.error).toMatchObject({ code: -31_001 });
  const again = await startApp(database, userHome);
  onTestFinished(() => again.kill());
  const calls = agents.map((agent, index) =>
    agent.ask('tools/call', { name: 'work', arguments: { call: String(index), bytes: 0 } }),
  );
  for (const [index, answer] of (await Promise.all(calls)).entries())
    expect(answer?.result?.content?.[0]?.text).toBe(`${index} `);
  expect(agents.filter((agent) => !agent.isThere)).toEqual([]);
  expect(tally.unexpected).toEqual([]);
  expect([...site.counts.values()]).toEqual(Array.from({ length: connections }, () => 1));
});
