import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { type Program, programs } from '../../../src-main/clients/programs.ts';
import { findEntry, isInstalled } from '../../../src-main/wiring/find-entry.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import type { System, SystemCase } from '../system-case.ts';

const server = { alias: 'linear', url: 'https://mcp.linear.app/mcp' };

function claudeDesktop(platform: System, home: string, env: NodeJS.ProcessEnv = {}): Program {
  const found = programs({ platform, home, env }).find(({ id }) => id === 'claude-desktop');
  if (!found) throw new Error('Claude Desktop is not in the list');
  return found;
}

/** The same with paths that this system can open. */
const openable = (program: Program): Program => ({
  ...program,
  folder: program.folder.replaceAll('\\', '/'),
  files: program.files.map((file) => ({ ...file, path: file.path.replaceAll('\\', '/') })),
});

const paths = (program: Program) => program.files.map(({ path }) => path);

const roaming = 'AppData/Roaming/Claude/claude_desktop_config.json';
const packaged = 'AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/claude_desktop_config.json';

/** The file that an entry is written to, below a home with these files and folders. */
async function chosenIn(platform: System, made: { files?: string[]; folders?: string[] }) {
  const home = temporaryFolder();
  for (const folder of made.folders ?? []) mkdirSync(join(home, folder), { recursive: true });
  for (const file of made.files ?? []) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), '{}');
  }
  const program = openable(claudeDesktop(platform, home));
  const { config } = await findEntry(program, server, 'C:\\keyfob.exe');
  return { path: config.path.slice(home.length + 1), isInstalled: await isInstalled(program) };
}

export default {
  title: 'Claude Desktop of a package reads its own folder',
  source:
    'https://github.com/anthropics/claude-code/issues/26073 and /25579: Claude Desktop as MSIX reads ' +
    '%LOCALAPPDATA%\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json and not ' +
    'the file in %APPDATA%\\Claude',
  cells: {
    linux: (platform) =>
      expect(paths(claudeDesktop(platform, '/home/ann'))).toEqual([
        '/home/ann/.config/Claude/claude_desktop_config.json',
      ]),
    darwin: (platform) =>
      expect(paths(claudeDesktop(platform, '/Users/ann'))).toEqual([
        '/Users/ann/Library/Application Support/Claude/claude_desktop_config.json',
      ]),
    async win32(platform) {
      expect(paths(claudeDesktop(platform, 'C:\\Users\\ann'))).toEqual([
        'C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
        'C:\\Users\\ann\\AppData\\Local\\Packages\\Claude_*\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json',
      ]);
      expect(await chosenIn(platform, {})).toEqual({ path: roaming, isInstalled: false });
      expect(await chosenIn(platform, { files: [roaming] })).toEqual({ path: roaming, isInstalled: true });
      // A file of an earlier installation without a package is not read.
      expect(await chosenIn(platform, { files: [roaming, packaged] })).toEqual({ path: packaged, isInstalled: true });
      expect(await chosenIn(platform, { files: [roaming], folders: [dirname(packaged)] })).toEqual({
        path: packaged,
        isInstalled: true,
      });
    },
  },
} satisfies SystemCase;
