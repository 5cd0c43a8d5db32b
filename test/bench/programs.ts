import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Permissions } from '../../src-main/bridge/access/permissions.ts';
import type { Caller } from '../../src-main/bridge/caller/find-caller.ts';
import { programKey } from '../../src-main/bridge/caller/program-key.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import type { Bridge } from '../../src-preload/contract.ts';
import { sitDown } from '../end-to-end/desktop.ts';
import { filesIn } from '../end-to-end/what-is-stored.ts';
import { openEngine } from '../support/engine.ts';
import { median, pairedRatio } from './median.ts';
import { against, rounds, timed } from './page-times.ts';

const programs = 50;
const servers = 200;

const caller = (at: number): Caller => ({
  kind: 'program',
  name: `Program ${at}`,
  isClaim: false,
  path: `/opt/program-${at}/bin/program`,
  pattern: { family: `/opt/program-${at}/bin/program`, viaShell: false },
  viaShell: false,
  ancestors: [],
});

/** 50 programs that may each use 200 servers: the check of one call or connection, and the page of programs. */
export async function measurePrograms() {
  return [...(await measureCheck()), ...(await measurePage())];
}

/** Against a program that keeps its permissions in a file of JSON and reads it for each check. */
async function measureCheck() {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-bench-'));
  const { context, store, session, close } = await openEngine({ folder });
  const ids = Array.from({ length: servers }, (_, at) => addServer(context, session, { url: addressOf(at) }).id);
  const { profileId, workspaceId } = session;
  const listed: object[] = [];
  store.transaction(() => {
    for (let at = 0; at < programs; at += 1) {
      const { name, path = '' } = caller(at);
      const pattern = programKey(caller(at));
      const programId = store.programs.see({ name, path, pattern }, 0);
      for (const serverId of ids) {
        const tools = { rule: 'all' as const, allowed: [] };
        store.programGrants.save({ programId, serverId, profileId, answer: 'always', tools, grantedBy: null, now: 0 });
        listed.push({ pattern, serverId, profileId, answer: 'always', tools });
      }
    }
  });
  const file = join(folder, 'permissions.json');
  writeFileSync(file, JSON.stringify(listed));
  const access = new Permissions({ context, hasDisplay: () => true, onQuestions: () => undefined });
  const asked = (at: number) => ({
    who: caller(at % programs),
    slot: { workspaceId, profileId, serverId: ids[at % servers] ?? '' },
  });
  const ours = [];
  const fromFile = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(
      milliseconds(1000, (at) => {
        const { who, slot } = asked(at);
        return access.isAllowed(who, slot) && access.toolUses(who, slot)('tool') === 'allowed';
      }),
    );
    fromFile.push(
      milliseconds(20, (at) => {
        const { who, slot } = asked(at);
        const pattern = programKey(who);
        const all = JSON.parse(readFileSync(file, 'utf8')) as { pattern: string; serverId: string }[];
        return all.some((one) => one.pattern === pattern && one.serverId === slot.serverId);
      }),
    );
  }
  close();
  rmSync(folder, { recursive: true });
  return [
    {
      metric: 'checking a permission and its tools',
      grants: programs * servers,
      unit: 'ms',
      keyfob: Number(median(ours).toFixed(4)),
      jsonFile: Number(median(fromFile).toFixed(2)),
      ratio: Number(pairedRatio(ours, fromFile).toFixed(4)),
      rounds,
    },
  ];
}

const addressOf = (at: number) => `https://server-${at}.example/mcp`;

function milliseconds(count: number, work: (at: number) => boolean): number {
  const from = performance.now();
  for (let at = 0; at < count; at += 1) if (!work(at)) throw new Error('a permission was not found');
  return (performance.now() - from) / count;
}

async function measurePage() {
  const desktop = await sitDown();
  try {
    const first = await desktop.launch();
    await first.window.waitForSelector('html[data-ready]');
    await first.window.evaluate(async (count) => {
      const { keyfob } = globalThis as unknown as { keyfob: Bridge };
      for (let at = 0; at < count; at += 1)
        await keyfob.request('servers:add', { url: `https://server-${at}.example/mcp`, name: `Server ${at}` });
    }, servers);
    await first.quit();
    await allowAll(desktop.home);
    const second = await desktop.launch();
    const { window } = second;
    await window.waitForSelector('html[data-ready]');
    const idle = await timed(window, () => undefined, '');
    await window.getByRole('button', { name: /^Programs/ }).click();
    await window.getByRole('heading', { name: 'Program 0' }).waitFor();
    const listing = await window.evaluate(async (count) => {
      const { keyfob } = globalThis as unknown as { keyfob: Bridge };
      const times: number[] = [];
      for (let round = 0; round < count; round += 1) {
        const from = performance.now();
        await keyfob.request('programs:list');
        times.push(performance.now() - from);
      }
      return times;
    }, rounds);
    const choosing = await timed(window, chooseProgram, ['Program 1', 'Program 2']);
    await second.quit();
    const about = { grants: programs * servers, unit: 'ms', rounds };
    return [
      { metric: 'getting all programs and permissions into the page', ...about, ...against(listing, idle) },
      { metric: 'choosing a program', ...about, ...against(choosing, idle) },
    ];
  } finally {
    await desktop.leave();
  }
}

/** Lets every program use every server, in the database of a Keyfob that has quit. */
async function allowAll(home: string): Promise<void> {
  const found = (await filesIn(home)).find(({ path }) => path.endsWith('/keyfob.sqlite'));
  if (!found) throw new Error('there is no database');
  const database = new BetterSqlite3(found.path);
  const program = database.prepare(
    'INSERT INTO program (id, name, path, pattern, first_seen, last_seen) VALUES (@id, @name, @path, @pattern, @now, @now)',
  );
  const grant = database.prepare(
    `INSERT INTO program_grant (program_id, server_id, profile_id, answer, decided_at, server_name, workspace_id)
     SELECT @id, server.id, (SELECT id FROM profile LIMIT 1), 'always', @now, name, workspace_id FROM server`,
  );
  // One that was not used for 90 days would end at the start.
  const now = Date.now();
  database.transaction(() => {
    for (let at = 0; at < programs; at += 1) {
      const { name, path } = caller(at);
      program.run({ id: `program-${at}`, name, path, pattern: programKey(caller(at)), now });
      grant.run({ id: `program-${at}`, now });
    }
  })();
  database.close();
}

function chooseProgram(name: string): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main nav button')];
  rows.find(({ textContent }) => textContent?.startsWith(name))?.click();
}
