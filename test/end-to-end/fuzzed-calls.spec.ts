import type { Page } from '@playwright/test';
import type { EventName, RequestName } from '../../src-preload/contract.ts';
import { fuzzedCalls, type FuzzedCall } from '../support/fuzzed-calls.ts';
import { hostileServer, hostileSignIns } from '../support/hostile-sign-in.ts';
import { hostileTools } from '../support/hostile-tools.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { ask } from './ask.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';
import { filesIn, secretsInFiles, secretsInText } from './what-is-stored.ts';

test.setTimeout(600_000);

const calls = 10_000;
const atOnce = 250;
const seed = 20_261_124;
const payload = { number: 0, text: 'x' };

/** These are sent about the signed-in server; all others about another one. */
const harmless: ReadonlySet<RequestName> = new Set<RequestName>([
  'servers:settings',
  'servers:settings-cost',
  'servers:public-key',
  'connections:discover',
  'tools:list',
  'tools:available',
  'tools:call',
  'activity:list',
  'credentials:list',
]);

const events = {
  'app:changed': true,
  'app:go-to': true,
  'page:leaving': true,
  'servers:changed': true,
  'servers:removed': true,
  'connections:completed': true,
  'tools:changed': true,
  'tools:progress': true,
  'offer:changed': true,
  'resources:updated': true,
  'resources:unsubscribed': true,
  'logs:added': true,
  'elicitation:asked': true,
  'elicitation:ended': true,
  'preferences:changed': true,
  'update:changed': true,
  'lock:changed': true,
  'activity:added': true,
  'history:changed': true,
  'programs:changed': true,
  'wiring:changed': true,
} satisfies Record<EventName, true>;

test('the main process survives 10,000 calls that no window of Keyfob would make, and answers with no secret', async ({
  desktop,
  closing,
}) => {
  const site = closing(await openScriptedServer());
  Object.assign(site.routes, hostileSignIns(site.origin, [payload]));
  const challenge = site.routes['/mcp/0'];
  const tools = hostileTools([payload]);
  site.routes['/mcp/0'] = (asked) => (asked.headers.authorization || !challenge ? tools(asked) : challenge(asked));
  const { application, window } = await desktop.launch();
  await ready(window);
  await application.evaluate(({ app, shell, dialog }) => {
    // A window may quit Keyfob; here it has to go on until the last call.
    app.quit = () => {};
    shell.openExternal = async () => {};
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = async () => ({ canceled: true, filePath: '' });
  });

  const answerOf = async <Name extends RequestName>(name: Name, input?: Parameters<typeof ask<Name>>[2]) => {
    const answer = await ask(window, name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    return answer.value;
  };
  const secrets = ['access-0', 'secret-of-the-client-0123', 'secret-of-a-header-0123'];
  const kept = await answerOf('servers:add', { url: hostileServer(site.origin, 0), name: 'Kept' });
  await answerOf('servers:change-settings', {
    serverId: kept.id,
    changes: {
      grantType: 'client_credentials',
      clientId: 'client',
      clientSecret: secrets[1] ?? '',
      headers: { 'x-key': secrets[2] ?? '' },
    },
  });
  const signedIn = await answerOf('connections:connect', { serverId: kept.id });
  expect(signedIn.status.state).toBe('signed_in');
  const loose = await answerOf('servers:add', { url: `${site.origin}/nothing`, name: 'Loose' });
  const other = await answerOf('profiles:create', { name: 'Other', role: 'member' });
  const me = (await answerOf('app:describe')).profile.id;

  const targetOf = (name: RequestName) => ({ serverId: harmless.has(name) ? kept.id : loose.id, profileId: other.id });
  const all = fuzzedCalls(calls, seed, targetOf);
  const outcomes = new Map<string, number>();
  const leaks: string[] = [];
  await window.evaluate(prepare, { secrets, events: Object.keys(events) });
  for (let from = 0; from < all.length; from += atOnce) {
    const answers = await makeCalls(window, all.slice(from, from + atOnce));
    for (const outcome of answers.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    leaks.push(...answers.leaks);
    await answerOf('profiles:switch', { profileId: me });
  }
  await application.evaluate(({ app }) => void Reflect.deleteProperty(app, 'quit'));
  console.log(`${all.length} calls`, Object.fromEntries([...outcomes].toSorted(([, one], [, two]) => two - one)));

  expect([...outcomes.keys()].filter((outcome) => /unanswered|shapeless/.test(outcome))).toEqual([]);
  // Many calls are valid, so it is not the schemas alone that keep secrets in.
  expect(outcomes.get('answered')).toBeGreaterThan(1000);
  expect(leaks).toEqual([]);
  const servers = await answerOf('servers:list');
  expect(servers.find(({ id }) => id === kept.id)).toMatchObject({ name: 'Kept', status: { state: 'signed_in' } });
  expect((await answerOf('app:describe')).profile.id).toBe(me);
  expect(site.to('/mcp/0').some(({ headers }) => headers.authorization === `Bearer ${secrets[0]}`)).toBe(true);

  const files = await filesIn(desktop.home);
  const log = files.filter(({ path }) => /keyfob\.log/.test(path)).map(({ content }) => content.toString());
  const failures = log
    .join('')
    .split('\n')
    .filter((line) => line.includes('request failed'));
  expect(failures).toEqual([]);
  // Nothing that a page sends is a failure of Keyfob's own.
  expect(outcomes.get('internal')).toBeUndefined();
  expect(await secretsInFiles(desktop.home, secrets.slice(1))).toEqual([]);
  expect(secretsInText(desktop.printed(), secrets)).toEqual([]);
  expect(desktop.printed()).not.toMatch(/Unhandled|Uncaught/);
});

interface Made {
  outcomes: string[];
  leaks: string[];
}

/** Creates values that JSON cannot express, and searches all responses for secrets. */
function prepare({ secrets, events }: { secrets: string[]; events: string[] }): void {
  let sparse = 0;
  const made: Record<string, () => unknown> = {
    undefined: () => undefined,
    function: () => () => 'x',
    symbol: () => Symbol('x'),
    bigint: () => 10n ** 400n,
    cycle: () => {
      const one: Record<string, unknown> = {};
      one['self'] = one;
      return one;
    },
    deep: () => {
      let one: unknown = 1;
      for (let level = 0; level < 900; level += 1) one = { one };
      return one;
    },
    huge: () => 'x'.repeat(6_000_000),
    // The bridge copies hole by hole, which takes two seconds for the longer ones: every tenth is one of them.
    sparse: () => Object.assign([], { [sparse++ % 10 === 0 ? 4_000_000 : 40_000]: 1 }),
    date: () => new Date(Number.NaN),
    map: () => new Map([['serverId', 'x']]),
    error: () => new Error('x'),
    buffer: () => new Uint8Array(1000),
    promise: () => Promise.resolve('x'),
    proxy: () => new Proxy({}, { get: () => 'x', ownKeys: () => ['serverId'] }),
    getter: () => ({
      get serverId(): string {
        throw new Error('x');
      },
    }),
    toJSON: () => ({ toJSON: () => 'x' }),
    class: () =>
      new (class Target {
        serverId = 'x';
      })(),
    element: () => document.body,
    window: () => globalThis,
    nan: () => Number.NaN,
  };
  const build = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(build);
    if ('$odd' in part) return made[String(part.$odd)]?.();
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, build(value)]));
  };
  const leaks: string[] = [];
  const look = (where: string, said: unknown) => {
    const text = JSON.stringify(said) ?? '';
    for (const secret of secrets) if (text.includes(secret)) leaks.push(`${where}: ${text.slice(0, 300)}`);
  };
  const { keyfob } = globalThis as unknown as {
    keyfob: { request: (...asked: unknown[]) => Promise<unknown>; listen: (...asked: unknown[]) => void };
  };
  for (const name of events) keyfob.listen(name, (event: unknown) => look(name, event));
  const outcomeOf = async ({ name, input }: FuzzedCall): Promise<string> => {
    const built = [build(name), build(input)];
    const late = new Promise((resolve) => setTimeout(() => resolve('late'), 90_000));
    try {
      const said = await Promise.race([keyfob.request(...built), late]);
      look(JSON.stringify(name), said);
      if (said === 'late') return `unanswered: ${JSON.stringify({ name, input }).slice(0, 300)}`;
      const { ok, error } = said as { ok?: unknown; error?: { code?: unknown } };
      if (ok === true) return 'answered';
      return ok === false && typeof error?.code === 'string' ? error.code : `shapeless: ${JSON.stringify(said)}`;
    } catch (error) {
      look(JSON.stringify(name), String(error));
      return 'refused by the bridge';
    }
  };
  Object.assign(globalThis, {
    makeCalls: async (text: string): Promise<Made> => {
      const outcomes = await Promise.all((JSON.parse(text) as FuzzedCall[]).map(outcomeOf));
      return { outcomes, leaks: leaks.splice(0) };
    },
  });
}

function makeCalls(window: Page, batch: FuzzedCall[]): Promise<Made> {
  return window.evaluate(
    (text) => (globalThis as unknown as { makeCalls: (text: string) => Promise<Made> }).makeCalls(text),
    JSON.stringify(batch),
  );
}
