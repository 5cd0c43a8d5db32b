import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printed, startSteps } from '../../scripts/start/steps.mjs';

const repository = join(import.meta.dirname, '../..');
const npm = ['ci', '--no-audit', '--no-fund', '--ignore-scripts'];

describe('the steps of a start', () => {
  it('on macOS are these commands', () => {
    const root = '/Users/ann/keyfob';
    const electron = `${root}/node_modules/electron/dist/Electron.app/Contents/MacOS/Electron`;
    const machine = {
      platform: 'darwin',
      arch: 'arm64',
      root,
      home: '/Users/ann',
      env: {},
    } as const;
    expect(
      startSteps({
        ...machine,
        node: '/opt/node',
        npm: ['/opt/node', '/opt/npm-cli.js'],
        nodeVersion: 'v20.19.0',
      }),
    ).toEqual([
      {
        step: 'npm packages',
        command: ['/opt/node', '/opt/npm-cli.js', ...npm],
        path: `${root}/node_modules`,
      },
      {
        step: 'connector',
        command: ['cc', '-std=c11', '-Wall', '-Wextra', '-Werror', '-O2'],
        path: `${root}/build/connector-plain/keyfob`,
      },
      {
        step: 'Electron',
        command: ['/opt/node', `${root}/node_modules/electron/install.js`],
        path: electron,
      },
      {
        step: 'SQLite',
        path: `${root}/node_modules/better-sqlite3/prebuilds/darwin-arm64.node`,
      },
      { step: 'cache', path: '/Users/ann/Library/Caches/keyfob' },
      {
        step: 'build',
        command: [
          '/opt/node',
          `${root}/node_modules/electron-vite/bin/electron-vite.js`,
          'build',
          '--logLevel',
          'warn',
        ],
        path: `${root}/out`,
      },
      {
        step: 'sample server',
        command: [
          '/opt/node',
          `${root}/node_modules/vite/bin/vite.js`,
          'build',
          '--ssr',
          `${root}/test/fixtures/sample-server.ts`,
          '--outDir',
          `${root}/build/sample-server`,
          '--logLevel',
          'warn',
        ],
      },
      {
        step: 'sample server',
        command: ['/opt/node', `${root}/build/sample-server/sample-server.js`],
      },
      { step: 'app', command: [electron, root] },
    ]);
  });

  it('on Windows are these commands', () => {
    const root = String.raw`C:\Users\ann\keyfob`;
    const node = String.raw`C:\Program Files\nodejs\node.exe`;
    const electron = String.raw`${root}\node_modules\electron\dist\electron.exe`;
    const env = { LOCALAPPDATA: String.raw`C:\Users\ann\AppData\Local` };
    const machine = {
      platform: 'win32',
      arch: 'x64',
      root,
      home: String.raw`C:\Users\ann`,
      env,
    } as const;
    expect(
      startSteps({
        ...machine,
        node,
        npm: [node, 'npm-cli.js'],
        nodeVersion: 'v24.0.0',
      }),
    ).toEqual([
      {
        step: 'npm packages',
        command: [node, 'npm-cli.js', ...npm],
        path: String.raw`${root}\node_modules`,
      },
      {
        step: 'Electron',
        command: [node, String.raw`${root}\node_modules\electron\install.js`],
        path: electron,
      },
      {
        step: 'SQLite',
        path: String.raw`${root}\node_modules\better-sqlite3\prebuilds\win32-x64.node`,
      },
      {
        step: 'cache',
        path: String.raw`C:\Users\ann\AppData\Local\keyfob-cache`,
      },
      {
        step: 'build',
        command: [
          node,
          String.raw`${root}\node_modules\electron-vite\bin\electron-vite.js`,
          'build',
          '--logLevel',
          'warn',
        ],
        path: String.raw`${root}\out`,
      },
      {
        step: 'sample server',
        command: [node, String.raw`${root}\test\fixtures\sample-server.ts`],
      },
      { step: 'app', command: [electron, root] },
    ]);
  });

  it('on this machine name what a set-up has left and what it ran', () => {
    const { platform, arch, env, execPath: node, version: nodeVersion } = process;
    const steps = startSteps({
      platform,
      arch,
      env,
      root: repository,
      home: homedir(),
      node,
      npm: [node, 'npm'],
      nodeVersion,
    });
    const left = ['npm packages', 'connector', 'SQLite', 'cache'];
    const paths = steps.flatMap(({ step, path }) => (left.includes(step) && path !== undefined ? [path] : []));
    expect(paths).toHaveLength(left.length);
    const scripts = steps.flatMap(({ command = [] }) =>
      command.filter((part) => part.startsWith(repository)).slice(0, 1),
    );
    const electron = join(repository, 'node_modules', 'electron', 'dist', 'electron');
    expect([...paths, ...scripts].filter((path) => path !== electron && !existsSync(path))).toEqual([]);
  });

  it('are printed one a line', () => {
    expect(printed([{ step: 'build', command: ['node', 'vite'], path: '/k/out' }, { step: 'app' }])).toBe(
      'build: node vite -> /k/out\napp:',
    );
  });
});
