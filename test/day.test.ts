import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished, vi } from 'vitest';
import { backUpDaily } from '../src-main/app/back-up-daily.ts';
import { connect } from '../src-main/connections/sign-in/connect.ts';
import { sweepExpired } from '../src-main/connections/sign-out/sweep-expired.ts';
import { RenewalSchedule } from '../src-main/connections/tokens/renewal-schedule.ts';
import { lockWhenAway } from '../src-main/lock/lock-when-away.ts';
import { Rechecks } from '../src-main/mcp/rechecks.ts';
import { SessionPool } from '../src-main/mcp/session-pool.ts';
import { callTool } from '../src-main/mcp/tools.ts';
import { watchServers } from '../src-main/app/watch-servers.ts';
import { Pump } from './bridge/pump/start-pump.ts';
import { startMcpServer } from './fixtures/mcp-server.ts';
import { startRealParts } from './support/real-parts.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** After these, everything that is done once has been done. */
const warmUp = 3;
const hours = 24;

/**
 * What main keeps running all day, on real servers and a real database: a server with sign-in whose tokens live an
 * hour, an open one, and an agent that stays connected. Clock and timers move when the test says so; sockets are real.
 */
async function startDay() {
  const { kit, id, authorization } = await startRealParts({ authorization: { accessTokenSeconds: 3600 } });
  const { context, store, session, clock } = kit;
  await kit.signIn(id);
  let open = await startMcpServer({ testTools: true });
  onTestFinished(() => open.close());
  const openId = kit.addServer(open.url);
  // Finds out that it wants no sign-in.
  await connect(context, session, openId);
  const power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => 0 });

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const pool = new SessionPool(context);
  const schedule = new RenewalSchedule(context, () => 0);
  const rechecks = new Rechecks(context, pool);
  const watch = watchServers(
    context,
    () => session,
    () => undefined,
  );
  kit.subscribe((event) => {
    pool.follow(event);
    schedule.follow(event);
    rechecks.follow(event);
    watch.follow(event);
  });
  const away = lockWhenAway({
    platform: 'linux',
    lock: { isLocked: false, lock: () => false },
    power,
    minutes: () => 15,
  });
  const stopSweeping = sweepExpired({ store, now: context.now, log: context.log });
  const stopBackingUp = backUpDaily({ backUp: kit.backUp, log: context.log });
  schedule.start(power);
  rechecks.start(power);
  onTestFinished(() => {
    schedule.stop();
    rechecks.stop();
    watch.stop();
    away.stop();
    stopSweeping();
    stopBackingUp();
    pool.closeAll();
  });
  const agent = new Pump(kit, id).connect();
  await agent.initialize();

  /** Lets everything that was begun with the network and the disk come to its end. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await context.accessTokens.settled();
  };
  const call = (serverId: string) =>
    callTool(
      { context, pool, session },
      { serverId, tool: 'whoami', arguments: {}, signal: new AbortController().signal },
    ).then(
      () => 'answered',
      () => 'failed',
    );
  return {
    authorization,
    call,
    kit,
    id,
    openId,
    async pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= 5 * minute) {
        clock.ahead += 5 * minute;
        vi.advanceTimersByTime(5 * minute);
        await settle();
      }
    },
    /** Timers do not count the time in which the computer sleeps. */
    async sleep(milliseconds: number) {
      power.emit('suspend');
      clock.ahead += milliseconds;
      power.emit('resume');
      await settle();
    },
    /** The computer leaves the network of the open server, and comes back. */
    async leaveNetwork() {
      await open.close();
      const { port } = new URL(open.url);
      return async () => {
        open = await startMcpServer({ testTools: true, port: Number(port) });
      };
    },
    async askAsAgent() {
      const { result } = await agent.request('tools/call', { name: 'whoami', arguments: {} });
      agent.lines.length = 0;
      return result ? 'answered' : 'failed';
    },
  };
}

const isElsewhere = (at: number) => at % 6 === 0;

/** What the process holds: timers of Keyfob, other handles by kind, and memory in use after a collection. */
function held() {
  const handles: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return {
    timers: vi.getTimerCount(),
    sockets: (handles['TCPSocketWrap'] ?? 0) + (handles['TCPServerWrap'] ?? 0),
    handles: process.getActiveResourcesInfo().length,
    bytes: process.memoryUsage().heapUsed,
  };
}

it('a day of sleep, other networks and lapsed tokens leaves timers, handles and memory as they were', async () => {
  const day = await startDay();
  const seen = [];
  let early = held();
  for (let at = 1; at <= hours; at += 1) {
    const isAsleep = at % 8 === 0;
    if (isAsleep) await day.sleep(hour);
    const comeBack = isElsewhere(at) ? await day.leaveNetwork() : undefined;
    if (!isAsleep) await day.pass(hour);
    seen.push([await day.call(day.openId), await day.call(day.id), await day.askAsAgent()].join(' '));
    await comeBack?.();
    // The server is tried again when its pause is over.
    if (comeBack) await day.pass(10 * minute);
    if (at === warmUp) early = held();
  }
  const late = held();
  console.log(JSON.stringify({ early, late }));

  expect(seen).toEqual(
    Array.from({ length: hours }, (_, at) => `${isElsewhere(at + 1) ? 'failed' : 'answered'} answered answered`),
  );
  // Once for each hour that a token lives, and no more.
  const renewals = day.authorization.requests.filter(({ grantType }) => grantType === 'refresh_token').length;
  expect(renewals).toBeGreaterThanOrEqual(20);
  expect(renewals).toBeLessThanOrEqual(30);
  expect(late.timers).toBeLessThanOrEqual(early.timers + 1);
  expect(late.timers).toBeLessThanOrEqual(20);
  expect(late.sockets).toBeLessThanOrEqual(early.sockets + 2);
  expect(late.handles).toBeLessThanOrEqual(early.handles + 4);
  expect(late.bytes - early.bytes).toBeLessThan(5 * 1024 * 1024);
}, 120_000);
