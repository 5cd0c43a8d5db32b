import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endProcesses } from '../../scripts/desktop-session/processes.mjs';
import { electronExecutable } from './measure-start.ts';
import { median, pairedRatio } from './median.ts';
import { cpuTimeOfTree, memoryOfTree, pagesOfTree } from './process-memory.ts';

const root = join(import.meta.dirname, '..', '..');
const rounds = 3;
/** In milliseconds: what a process does only after its start. */
const settles = 10_000;
const minute = 60_000;
const mebibyte = 1024 * 1024;
const aims = { ratio: 0.75, cpu: 100 };

interface Rest {
  bytes: number;
  /** In milliseconds, in a minute. */
  cpu: number;
}

/**
 * Keyfob without a page, all day long: closed to the tray a minute ago, and started at login, against a bare Electron
 * window. Memory of all processes, and CPU time in a minute in which nothing happens.
 */
export async function measureDay() {
  const executable = await electronExecutable(root);
  const folder = await mkdtemp(join(tmpdir(), 'keyfob-bench-day-'));
  const manager = await startWindowManager(folder);
  const bare: Rest[] = [];
  const closed: Rest[] = [];
  const quiet: Rest[] = [];
  const run = async (app: string, switches: string[], reachRest: (child: ChildProcess) => Promise<void>) => {
    const home = await homeIn(folder);
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...flags, app, '--password-store=gnome-libsecret', ...switches];
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
    const child = spawn(executable, args, { stdio: 'ignore', env });
    try {
      await reachRest(child);
      await wait(settles);
      const before = cpuTimeOfTree(child.pid ?? 0);
      await wait(minute);
      return { bytes: memoryOfTree(child.pid ?? 0), cpu: cpuTimeOfTree(child.pid ?? 0) - before };
    } finally {
      child.kill('SIGTERM');
      await Promise.race([new Promise((resolve) => child.once('exit', resolve)), wait(3000)]);
      await endProcesses(home);
    }
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await run(join(root, 'test', 'bench', 'bare-window'), [], shown));
      closed.push(await run(root, [], closedToTray));
      quiet.push(await run(root, ['--quietly'], async () => undefined));
    }
  } finally {
    manager.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return [
    ...rows('closed to the tray, without its page', closed, bare),
    ...rows('started at login, without a window', quiet, bare),
  ];
}

/** A home in which Keyfob stays in the tray, and has said so. */
async function homeIn(folder: string): Promise<string> {
  const home = await mkdtemp(join(folder, 'home-'));
  const data = join(home, '.config', 'Keyfob Development');
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'preferences.json'), JSON.stringify({ keepInTray: true }));
  await writeFile(join(data, 'said-still-here'), '');
  return home;
}

async function shown(child: ChildProcess): Promise<void> {
  while (windowsOf(child).length === 0) await wait(100);
}

async function closedToTray(child: ChildProcess): Promise<void> {
  await shown(child);
  await wait(settles);
  execFileSync('xdotool', ['key', 'alt+F4']);
  while (pagesOfTree(child.pid ?? 0) > 0) await wait(500);
}

/** For the key that closes a window. */
async function startWindowManager(folder: string): Promise<ChildProcess> {
  const file = join(folder, 'rc.xml');
  await writeFile(
    file,
    `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
</openbox_config>`,
  );
  return spawn('openbox', ['--sm-disable', '--config-file', file], { stdio: 'ignore' });
}

/** The windows in view of a process. */
function windowsOf({ pid }: ChildProcess): string[] {
  try {
    const found = execFileSync('xdotool', ['search', '--onlyvisible', '--pid', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return found.split('\n').filter(Boolean);
  } catch {
    // It finds none.
    return [];
  }
}

function rows(what: string, keyfob: Rest[], bare: Rest[]) {
  const sizes = (rests: Rest[]) => rests.map(({ bytes }) => bytes / mebibyte);
  const times = (rests: Rest[]) => rests.map(({ cpu }) => cpu);
  const ratio = Number(pairedRatio(sizes(keyfob), sizes(bare)).toFixed(2));
  const cpu = median(times(keyfob));
  return [
    {
      metric: `memory of all processes, ${what}`,
      unit: 'MiB',
      keyfob: Math.round(median(sizes(keyfob))),
      bareElectron: Math.round(median(sizes(bare))),
      ratio,
      rounds,
      aim: aims.ratio,
      met: ratio <= aims.ratio,
    },
    {
      metric: `CPU time, ${what}`,
      unit: 'ms per minute',
      keyfob: cpu,
      bareElectron: median(times(bare)),
      rounds,
      aim: aims.cpu,
      met: cpu <= aims.cpu,
    },
  ];
}
