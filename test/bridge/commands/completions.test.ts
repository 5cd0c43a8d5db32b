import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { mayInstall, programOnPath } from '../../../scripts/setup/debian-packages.mjs';
import { startApp } from '../listener/bridge-app.ts';
import { hasTerminal, terminal } from './terminal.ts';

const run = promisify(execFile);
const has = (shell: string) => programOnPath(shell) !== undefined || mayInstall();

async function homeWithServers() {
  const { home, addServer } = await startApp();
  addServer('Linear');
  addServer('Sentry');
  const path = [join(home.connector, '..'), '/usr/bin', '/bin'].join(':');
  return { PATH: path, HOME: home.folder };
}

const cases = [
  ['keyfob', 'sign-', 'sign-in sign-out'],
  ['keyfob tools', '', 'linear sentry'],
  ['keyfob wire', 'cu', 'cursor'],
  ['keyfob wire cursor', 'l', 'linear'],
  ['keyfob wire --yes cursor', 's', 'sentry'],
  ['keyfob call linear do', '--o', '--out'],
  ['keyfob completion', '', 'bash zsh fish'],
] as const;

it.skipIf(!has('bash'))(
  'completion in bash offers commands, options, programs and the servers of a running Keyfob',
  async () => {
    const env = await homeWithServers();
    for (const [before, current, expected] of cases) {
      const words = [...before.split(' '), current].map((word) => `'${word}'`).join(' ');
      const script = `eval "$(keyfob completion bash)"; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _keyfob; echo "\${COMPREPLY[@]}"`;
      expect([before, (await run('bash', ['-c', script], { env })).stdout.trim()]).toEqual([before, expected]);
    }
  },
);

it.skipIf(!has('fish'))('completion in fish offers the same', async () => {
  const env = await homeWithServers();
  for (const [before, current, expected] of cases) {
    const script = `keyfob completion fish | source; complete -C '${before} ${current}'`;
    const { stdout } = await run('fish', ['--no-config', '-c', script], { env });
    const offered = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[0] ?? '');
    expect([before, offered.toSorted()]).toEqual([before, expected.split(' ').toSorted()]);
  }
});

it.skipIf(!has('zsh') || !hasTerminal)('completion in zsh completes what is typed', async () => {
  const { home, addServer } = await startApp();
  addServer('Linear');
  const { type, complete, shows } = await terminal(home, 'zsh -f');
  await type('autoload -Uz compinit; compinit -u -D; source <(keyfob completion zsh); clear');
  await complete('keyfob wi');
  await shows('keyfob wire');
  await complete('cu');
  await shows('keyfob wire cursor');
  await complete('l');
  await shows('keyfob wire cursor linear');
});
