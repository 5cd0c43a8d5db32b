import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { endProcesses } from '../../scripts/desktop-session/processes.mjs';
import { memoryOfTree } from './process-memory.ts';

interface Start {
  /** From the start of the process to the page's `keyfob:ready` mark. */
  milliseconds: number;
  /** Of all processes, two seconds later. */
  bytes: number;
}

/** Starts an Electron app with this home, waits until its page is ready, and ends it. */
export async function measureStart(executable: string, folder: string, home: string): Promise<Start> {
  const profile = await mkdtemp(join(tmpdir(), 'keyfob-bench-'));
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const startedAt = Date.now();
  const child = spawn(
    executable,
    [...flags, '--password-store=gnome-libsecret', '--remote-debugging-port=0', `--user-data-dir=${profile}`, folder],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
    },
  );
  try {
    const endpoint = await debuggerAddress(child.stderr, AbortSignal.timeout(20_000));
    // The debugger attaches only after the page had time to be ready, as attaching earlier would distort the result.
    await wait(2000);
    const milliseconds = (await readyTime(endpoint)) - startedAt;
    return { milliseconds, bytes: memoryOfTree(child.pid ?? 0) };
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, wait(3000)]);
    await endProcesses(profile);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function debuggerAddress(stderr: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const chunk of addAbortSignal(signal, stderr as Readable)) {
    text += String(chunk);
    const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
    if (address) return address;
  }
  throw new Error(`The app ended before it listened:\n${text}`);
}

/** When the first page was ready, in milliseconds since the epoch, by the page's own clock. */
async function readyTime(endpoint: string): Promise<number> {
  const browser = await chromium.connectOverCDP(endpoint);
  try {
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('The app has no window.');
    await page.waitForFunction(() => performance.getEntriesByName('keyfob:ready').length > 0, null, {
      timeout: 20_000,
    });
    return await page.evaluate(() => {
      const [mark] = performance.getEntriesByName('keyfob:ready');
      return performance.timeOrigin + (mark?.startTime ?? Number.NaN);
    });
  } finally {
    await browser.close();
  }
}

/** The Electron that setup found. */
export async function electronExecutable(root: string): Promise<string> {
  return (JSON.parse(await readFile(join(root, 'build', 'runtime.json'), 'utf8')) as { electron: string }).electron;
}
