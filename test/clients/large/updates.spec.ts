import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication } from '@playwright/test';
import { largeTestClientsFolder } from '../../../scripts/test-clients/install.mjs';
import { connectorOf } from '../../end-to-end/agent-program.ts';
import { nextWindow, pressForAll, startWithServers } from '../../end-to-end/asking-window.ts';
import { expect, test } from '../../end-to-end/test.ts';
import { until } from '../../end-to-end/until.ts';
import { mainProcessIn } from '../../support/main-process.ts';
import { agents, slow } from './agents.ts';
import { ClientProcess } from './client-process.ts';
import { startScriptedModel, type PlannedCall } from './scripted-model.ts';

const convert = (value: number) => ({ tool: 'convert_units', input: { value, from: 'metres', to: 'feet' } });

/** Copies an installed package, as another version of it. */
async function copyPackage(name: string, target: string, version: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await cp(join(largeTestClientsFolder(), 'node_modules', name), target, { recursive: true });
  const manifest = join(target, 'package.json');
  const {
    dependencies: _,
    optionalDependencies: __,
    ...rest
  } = JSON.parse(await readFile(manifest, 'utf8')) as {
    dependencies?: unknown;
    optionalDependencies?: unknown;
  };
  await writeFile(manifest, JSON.stringify({ ...rest, version }));
}

function countWindows(application: ElectronApplication): () => number {
  let count = 0;
  application.on('window', () => (count += 1));
  return () => count;
}

test.describe.configure({ timeout: slow });

for (const [id, name, title] of [
  ['gemini', '@google/gemini-cli', 'Gemini CLI'],
  // A program that lies where none is installed is called by its file.
  ['opencode', 'opencode-ai', 'opencode.exe'],
] as const)
  test(
    `${id} of a later version in another folder is not asked about again, and a copy elsewhere is`,
    {
      tag: '@large',
    },
    async ({ desktop, closing }) => {
      const { application } = await startWithServers(desktop, closing, ['Acme']);
      const calls: PlannedCall[] = [];
      const model = closing(await startScriptedModel(calls));
      const places = ['.nvm/versions/node/v22.1.0/lib', '.nvm/versions/node/v24.2.0/lib', 'elsewhere'];
      const [first, second, other] = places.map((place) => join(desktop.home, place));
      const run = (folder = '') => {
        const agent = agents(model.origin, folder)[id];
        return closing(new ClientProcess(desktop, agent.turn('acme'), agent.env));
      };
      for (const [place, version] of [
        [first, '1.0.0'],
        [second, '1.1.0'],
        [other, '1.1.0'],
      ] as const)
        await copyPackage(name, join(place ?? '', 'node_modules', name), version);
      const agent = agents(model.origin, first)[id];
      const added = new ClientProcess(desktop, agent.add('acme', `${connectorOf(desktop)} mcp acme`), agent.env);
      expect(await closing(added).ended()).toBe(0);

      let client: ClientProcess | undefined;
      const asking = await nextWindow(application, () => (client = run(first)));
      await expect(asking.getByRole('heading')).toHaveText(`Allow ${title} to use Acme?`);
      await pressForAll(asking, 'Always allow');
      await client?.ended();

      const windows = countWindows(application);
      calls.push(convert(1));
      await run(second).ended();
      expect(model.results()).toEqual([expect.stringContaining('3.28')]);
      expect(windows()).toBe(0);

      const again = await nextWindow(application, () => run(other));
      await expect(again.getByRole('heading')).toHaveText(`Allow ${title} to use Acme?`);
    },
  );

test(
  'opencode that npm replaces while it runs is the same program when its connector comes back',
  {
    tag: '@large',
  },
  async ({ desktop, closing }) => {
    const { application } = await startWithServers(desktop, closing, ['Acme']);
    const prefix = join(desktop.home, '.npm-packages');
    const install = async (version: string) => {
      const folder = join(desktop.home, version, 'package');
      await copyPackage('opencode-ai', folder, version);
      const file = `${dirname(folder)}/opencode-ai.tar`;
      await promisify(execFile)('tar', ['-cf', file, '-C', dirname(folder), 'package']);
      const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', prefix];
      await promisify(execFile)('npm', ['install', ...options, file], { cwd: dirname(folder) });
    };
    await install('1.0.0');

    const calls: PlannedCall[] = [];
    const main = () => mainProcessIn(join(desktop.home, '.config'));
    const executables: string[] = [];
    const update = async () => {
      executables.push(readlinkSync(`/proc/${client?.child.pid}/exe`));
      await install('1.1.0');
      executables.push(readlinkSync(`/proc/${client?.child.pid}/exe`));
      application.process().kill('SIGKILL');
      await until(() => main() === undefined, 'Keyfob to end');
    };
    const model = closing(await startScriptedModel(calls, async (place) => void (place === 1 && (await update()))));
    const agent = agents(model.origin, prefix).opencode;
    const run = (command: string) => closing(new ClientProcess(desktop, `exec ${command}`, agent.env));
    expect(await run(agent.add('acme', `${connectorOf(desktop)} mcp acme`)).ended()).toBe(0);
    let client: ClientProcess | undefined;
    const asking = await nextWindow(application, () => (client = run(agent.turn('acme'))));
    await pressForAll(asking, 'Always allow');
    await client?.ended();

    calls.push(convert(1), convert(2));
    client = run(agent.turn('acme'));
    await client.ended();
    expect(executables).toEqual([
      join(prefix, 'node_modules/opencode-ai/bin/opencode.exe'),
      expect.stringMatching(/\/node_modules\/\.opencode-ai-\w{8}\/bin\/opencode\.exe \(deleted\)$/),
    ]);
    // The second call is made by way of the new Keyfob: a question there would not be answered.
    expect(model.results()).toEqual([expect.stringContaining('3.28'), expect.stringContaining('6.56')]);
    await desktop.endAppStartedByLink();
  },
);
