import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface Home {
  folder: string;
  /** For the app and the command alike: this home, and the connector's folder first on the PATH. */
  environment: Record<string, string>;
  /** What the stand-in for the browser wrote when a sign-in did not lead back. */
  browserLog: string;
}

/**
 * Makes an empty home in the folder of this virtual desktop, which is removed with it, however this process ends. Web
 * pages open in `browser`, a shell command that gets the address as its last argument.
 */
export async function makeHome(environment: NodeJS.ProcessEnv, browser: string): Promise<Home> {
  const { XDG_RUNTIME_DIR: runtime } = environment;
  if (!runtime) throw new Error('There is no desktop here. Use: npm run --silent with-keyfob');
  const folder = join(dirname(runtime), 'home');
  const browserLog = join(dirname(runtime), 'browser.log');
  const applications = join(folder, '.local', 'share', 'applications');
  for (const each of [applications, join(folder, '.config')]) await mkdir(each, { recursive: true });

  const script = join(dirname(runtime), 'open-page');
  // In the background, because the app waits for `xdg-open`.
  const open = `{ ${browser} "$1" </dev/null >/dev/null 2>"$0.$$" || mv "$0.$$" '${browserLog}'; } &`;
  await writeFile(script, `#!/bin/sh\n${open}\n`, { mode: 0o755 });
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Browser', `Exec=${script} %u`, ''];
  await writeFile(join(applications, 'browser.desktop'), entry.join('\n'));
  const defaults = ['http', 'https'].map((scheme) => `x-scheme-handler/${scheme}=browser.desktop`);
  await writeFile(join(folder, '.config', 'mimeapps.list'), ['[Default Applications]', ...defaults, ''].join('\n'));

  const inherited = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('KEYFOB_'),
  );
  return {
    folder,
    browserLog,
    environment: {
      ...Object.fromEntries(inherited),
      HOME: folder,
      PATH: [join(folder, '.keyfob-development', 'bin'), environment['PATH']].join(delimiter),
      XDG_CONFIG_HOME: join(folder, '.config'),
      XDG_DATA_HOME: join(folder, '.local', 'share'),
      XDG_CACHE_HOME: join(folder, '.cache'),
      XDG_STATE_HOME: join(folder, '.local', 'state'),
    },
  };
}
