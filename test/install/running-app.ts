import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { mainProcessIn } from '../support/main-process.ts';
import { ready } from '../end-to-end/person.ts';
import { until } from '../end-to-end/until.ts';
import { answerAll } from '../with-keyfob/allow.ts';
import type { OrdinaryUser } from './ordinary-user.ts';

/** The command of the menu entry, without the place of a link. */
export function menuCommand(): string {
  const entry = readFileSync('/usr/share/applications/keyfob.desktop', 'utf8');
  return /^Exec=(\S+) %u$/m.exec(entry)?.[1] ?? '';
}

/** Starts the app as the user, lets a debugger in, and allows every program that it asks about. */
export async function startApp(
  user: OrdinaryUser,
  command: string,
  env: Record<string, string> = {},
): Promise<{ window: Page; quit: () => Promise<void> }> {
  // No virtual desktop has a graphics card.
  const flags = ['--remote-debugging-port=0', '--disable-gpu'];
  const child = user.start(command, flags, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const endpoint = () => /DevTools listening on (\S+)/.exec(printed)?.[1];
  await until(() => endpoint() !== undefined, 'the app to let a debugger in').catch((error: unknown) => {
    throw new Error(`${String(error)}\n${printed}`);
  });
  const browser = await chromium.connectOverCDP(endpoint() ?? '');
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  await until(() => pages().length > 0, 'the window');
  const [window] = pages();
  if (!window) throw new Error('there is no window');
  for (const context of browser.contexts()) context.on('page', (page) => void answerAll(page));
  await ready(window);
  const ended = once(child, 'exit');
  const quit = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { window, quit };
}

export const mainProcess = (user: OrdinaryUser) => mainProcessIn(join(user.home, '.config'));

/** How the pages of a running app are confined: in namespaces of their own, with a filter of system calls. */
export function sandboxOfPages(user: OrdinaryUser) {
  const main = mainProcess(user);
  const renderers = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && lineOf(pid).includes('--type=renderer'));
  const read = (pid: string) => readFileSync(`/proc/${pid}/status`, 'utf8');
  const ours = renderers.filter((pid) => lineOf(pid).startsWith('/opt/Keyfob/'));
  return {
    count: ours.length,
    filtered: ours.every((pid) => /^Seccomp:\t2$/m.test(read(pid))),
    withoutRights: ours.every((pid) => /^NoNewPrivs:\t1$/m.test(read(pid))),
    // In a namespace of processes, the innermost number is another than ours.
    apart: ours.every((pid) => (/^NSpid:\t(.*)$/m.exec(read(pid))?.[1] ?? '').split('\t').length > 1),
    main: main === undefined ? undefined : /^Uid:\t(\d+)/m.exec(read(String(main)))?.[1],
  };
}

function lineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
