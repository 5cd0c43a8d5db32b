import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { mainProcessIn } from '../support/main-process.ts';
import { installBrowser, type SystemBrowser } from './browser.ts';
import { keepEvaluated } from './evaluate-in-main.ts';
import { endProcessesOf, killProcessesOf } from './processes.ts';
import { until } from './until.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Chromium and Electron refuse to run their sandbox as root; other users always have it. */
export const sandboxFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** No virtual desktop has a graphics card: without this flag, each start tries to use one, fails and starts again. */
const graphicsFlags = ['--disable-gpu'];

interface LaunchOptions {
  /** `absent`: the session bus has no keyring. `basic`: Chromium's hard-coded key. */
  keyring?: 'unlocked' | 'absent' | 'basic';
  /** The address of the sample server that the first screen offers. */
  sample?: string;
  /** The system's language as an environment value, such as `vi_VN`. */
  language?: string;
  /** The folder of the app's files: another build than this clone's. */
  build?: string;
}

export interface RunningApp {
  application: ElectronApplication;
  window: Page;
  /** Quits like the menu's command, and waits until the process has ended. */
  quit(): Promise<void>;
}

/** A fresh computer: an empty home and a browser. */
export interface Desktop {
  /** Everything that Keyfob can write. The browser's history is elsewhere. */
  home: string;
  /** The environment of programs that the user starts. */
  environment: Record<string, string>;
  browser: SystemBrowser;
  launch(options?: LaunchOptions): Promise<RunningApp>;
  /** Starts the app as the system does at login: without a window. */
  launchQuietly(): Promise<ElectronApplication>;
  /** Everything that the app printed in all its starts. */
  printed(): string;
  /** Opens the link as if it were on a web page and the user had let the browser open it. */
  openLink(link: string): Promise<void>;
  /** Ends the Keyfob that the desktop started for a link, for which tests have no handle. */
  endAppStartedByLink(): Promise<void>;
  /** The pages that are visible now, with a name for each screenshot. */
  openPages(): [name: string, page: Page][];
  /** Ends every process of this desktop, however it was started, and removes its files. */
  leave(): Promise<void>;
}

/** Throws an error with instructions if this machine or shell has no desktop. */
export async function sitDown(): Promise<Desktop> {
  const executable = electronOfThisDesktop();
  const root = await mkdtemp(join(tmpdir(), 'keyfob-person-'));
  // Playwright exits on Ctrl+C without waiting for asynchronous cleanup.
  const leaveAtOnce = (): void => {
    killProcessesOf(root);
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', leaveAtOnce);
  const home = join(root, 'home');
  await mkdir(home);
  const environment = personalEnvironment(home);
  const browser = await installBrowser({
    folder: join(root, 'browser'),
    home,
    flags: [...sandboxFlags, ...graphicsFlags],
  });
  const windows: Page[] = [];
  let output = '';

  const start = async (
    { keyring = 'unlocked', sample, language, build = repository }: LaunchOptions,
    ...switches: string[]
  ): Promise<ElectronApplication> => {
    const launched = await _electron.launch({
      executablePath: executable,
      args: [
        ...sandboxFlags,
        ...graphicsFlags,
        build,
        `--password-store=${keyring === 'basic' ? 'basic' : 'gnome-libsecret'}`,
        ...switches,
      ],
      cwd: home,
      env: {
        ...environment,
        ...(keyring === 'absent' ? { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(root, 'no-bus')}` } : {}),
        ...(sample === undefined ? {} : { KEYFOB_SAMPLE_SERVER: sample }),
        ...(language === undefined
          ? {}
          : { LANG: `${language}.UTF-8`, LANGUAGE: language, LC_ALL: `${language}.UTF-8` }),
      },
    });
    const application = keepEvaluated(launched);
    const child = application.process();
    const { stdout, stderr } = child;
    child.once('exit', (code, signal) => (output += `Keyfob ended: ${code ?? signal}\n`));
    for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return application;
  };
  const launch = async (options: LaunchOptions = {}): Promise<RunningApp> => {
    const application = await start(options);
    const window = await application.firstWindow();
    windows.push(window);
    window.on('console', (message) => (output += `${message.text()}\n`));
    return { application, window, quit: () => application.close() };
  };

  return {
    home,
    environment,
    browser,
    launch,
    launchQuietly: () => start({}, '--quietly'),
    printed: () => output,
    openLink: async (link) => {
      await promisify(execFile)('xdg-open', [link], { env: environment });
    },
    endAppStartedByLink: async () => {
      const pid = runningApp(home);
      if (pid === undefined) throw new Error('No Keyfob is running.');
      process.kill(pid, 'SIGTERM');
      await until(() => runningApp(home) === undefined, 'Keyfob to quit');
    },
    openPages: () => [
      ...windows.filter((one) => !one.isClosed()).map((one): [string, Page] => ['Keyfob', one]),
      ...browser.openPages().map((one): [string, Page] => ['the browser', one]),
    ],
    leave: async () => {
      await endProcessesOf(root);
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
      process.off('exit', leaveAtOnce);
    },
  };
}

/** The executable of the Electron to run. Throws an error with instructions if this machine or shell has no desktop. */
export function electronOfThisDesktop(): string {
  if (process.platform !== 'linux') throw new Error('The end-to-end tests drive a Linux desktop.');
  for (const name of ['DISPLAY', 'DBUS_SESSION_BUS_ADDRESS']) {
    if (!process.env[name]) throw new Error(`There is no desktop here (${name} is not set). Use: npm run test:e2e`);
  }
  const runtime = join(repository, 'build', 'runtime.json');
  if (!existsSync(runtime)) throw new Error('There is no Electron yet. Use: npm run setup');
  if (!existsSync(join(repository, 'out', 'main', 'index.js')))
    throw new Error('Keyfob is not built. Use: npm run build');
  return (JSON.parse(readFileSync(runtime, 'utf8')) as { electron: string }).electron;
}

const runningApp = (home: string) => mainProcessIn(join(home, '.config'));

function personalEnvironment(home: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('KEYFOB_'),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    // The window uses the system's language, and the tests read English.
    LANG: 'C.UTF-8',
    LANGUAGE: 'en',
    LC_ALL: 'C.UTF-8',
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
  };
}
