import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/keyfob.ts';
import { LoadAgent, newTally } from './agent.ts';
import { signIn, startSite } from './site.ts';
import { startApp } from './start-app.ts';

/** `npm run test:load` runs it in full. */
const isFull = process.env['KEYFOB_LOAD'] === 'full';
const connections = isFull ? 64 : 8;
const callsEach = isFull ? 1000 : 60;
const restarts = isFull ? 5 : 2;
/** Requests of one connection that are open at a time. */
const sideBySide = 4;
const large = 8_000_000;
/** Every so many calls, an answer is large, or the connector is killed. */
const largeEvery = isFull ? 500 : 120;
const killEvery = isFull ? 800 : 150;
const megabyte = 1_000_000;

it(
  `${connections} agents of ${callsEach} calls get one answer to each, and no call is carried out twice`,
  { timeout: 1_200_000 },
  async () => {
    const site = await startSite(5);
    onTestFinished(() => site.close());
    const database = temporaryFolder();
    await signIn(database, site);
    const app = await startApp(database, temporaryFolder());
    onTestFinished(() => app.kill());
    const tally = newTally();
    const start = async () => {
      const agent = new LoadAgent(app.home.connector, 'load', tally);
      onTestFinished(() => (agent.isThere ? agent.kill() : undefined));
      await agent.join();
      return agent;
    };

    const warm = await start();
    await warm.ask('tools/call', { name: 'work', arguments: { call: 'warm', bytes: large } });
    await warm.kill();
    const before = await app.memoryInUse();

    const due = new Set(
      Array.from({ length: restarts }, (_, at) => Math.round(((at + 1) / (restarts + 1)) * connections * callsEach)),
    );
    const restarting: Promise<void>[] = [];
    let made = 0;
    let wrong = 0;
    const work = async (lane: number) => {
      let agent = await start();
      const one = async (call: string) => {
        const number = (made += 1);
        if (due.has(number)) restarting.push(site.restart());
        const bytes = number % largeEvery === 0 ? large : 10;
        const answer = await agent.ask('tools/call', { name: 'work', arguments: { call, bytes } });
        const { isError, content } = answer?.result ?? {};
        // An agent that was refused does not try again at once.
        if (!content || isError) await sleep(200);
        if (content && !isError && content[0]?.text?.length !== call.length + 1 + bytes) wrong += 1;
        if (number % killEvery !== 0) return;
        // One more is open when the connector is killed, and is never answered.
        void agent.ask('tools/call', { name: 'work', arguments: { call: `${call}-open`, bytes: 10 } });
        await agent.kill();
        agent = await start();
      };
      for (let call = 0; call < callsEach; call += sideBySide)
        await Promise.all(Array.from({ length: sideBySide }, (_, index) => one(`${lane}-${call + index}`)));
      await agent.kill();
    };
    await Promise.all(Array.from({ length: connections }, (_, lane) => work(lane)));
    await Promise.all(restarting);

    const { sent, results, failures, errors, dropped, reasons, unexpected } = tally;
    expect(unexpected).toEqual([]);
    expect(wrong).toBe(0);
    expect(results + failures + errors + dropped).toBe(sent);
    expect(made).toBe(connections * callsEach);
    expect(dropped).toBeGreaterThan(0);
    // What failed was asked while the server restarted.
    expect(failures + errors, JSON.stringify(reasons)).toBeLessThan(sent / 4);
    expect([...site.counts].filter(([, count]) => count > 1)).toEqual([]);

    // A second request for one lapse would come while the token that the first one brought is new.
    const pauses = site.tokenRequests.slice(1).map((time, index) => time - (site.tokenRequests[index] ?? 0));
    expect(pauses.filter((pause) => pause < 1000)).toEqual([]);
    const refreshes = site.authorization.requests.filter(({ grantType }) => grantType === 'refresh_token');
    expect(refreshes.filter(({ status }) => status !== 200)).toEqual([]);
    const after = await app.memoryInUse();
    if (isFull)
      console.log(JSON.stringify({ ...tally, refreshes: refreshes.length, megabytes: (after - before) / megabyte }));
    expect((after - before) / megabyte).toBeLessThan(20);
  },
);
