import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'keyfob-imports-'));

/** Importing file, what it imports, and whether the project's own lint rules let it. */
const cases: [from: string, imports: string, allowed: boolean][] = [
  ['src-main/oauth/a.ts', 'oauth4webapi', true],
  ['src-main/oauth/a.ts', '../fault.ts', true],
  ['src-main/oauth/a.ts', './scopes.ts', true],
  ['src-main/oauth/a.ts', 'electron', false],
  ['src-main/oauth/a.ts', 'node:fs', false],
  ['src-main/oauth/a.ts', '../store/store.ts', false],
  ['src-main/oauth/a.ts', '../http/guarded-fetch.ts', false],
  ['src-main/http/a.ts', 'node:dns', true],
  ['src-main/http/a.ts', '../oauth/scopes.ts', false],
  ['src-main/http/a.ts', 'electron', false],
  ['src-main/store/a.ts', 'node:fs/promises', true],
  ['src-main/store/a.ts', 'electron', false],
  ['src-main/store/a.ts', '../connections/connect.ts', false],
  ['src-main/redirect/a.ts', '../connections/connect.ts', false],
  ['src-main/connections/a.ts', '../oauth/scopes.ts', true],
  ['src-main/connections/a.ts', '../store/store.ts', true],
  ['src-main/connections/a.ts', '../mcp/tools.ts', false],
  ['src-main/connections/a.ts', '../ipc/serve.ts', false],
  ['src-main/connections/a.ts', 'electron', false],
  ['src-main/mcp/a.ts', '../connections/access-token.ts', true],
  ['src-main/mcp/a.ts', '../ipc/serve.ts', false],
  ['src-main/ipc/a.ts', '../mcp/tools.ts', true],
  ['src-main/ipc/a.ts', '../oauth/token-request.ts', false],
  ['src-main/ipc/a.ts', '../shell/window.ts', false],
  ['src-main/ipc/areas/a.ts', '../../connections/connect.ts', true],
  ['src-main/ipc/areas/a.ts', '../../shell/window.ts', false],
  ['src-main/shell/a.ts', 'electron', true],
  ['src-main/shell/a.ts', '../connections/connect.ts', false],
  ['src-preload/index.ts', './contract.ts', true],
  ['src-preload/index.ts', 'node:fs', false],
  ['src-preload/contract.ts', 'zod', false],
  ['src-preload/contract/a.ts', '../index.ts', false],
  ['src-renderer/a.ts', '../src-preload/contract.ts', true],
  ['src-renderer/a.ts', 'electron', false],
  ['src-renderer/a.ts', 'node:fs', false],
  ['src-renderer/a.ts', '../src-main/secret.ts', false],
];

const fileOf = (index: number, from: string) => join(folder, `case-${index}`, from);
let reported: Set<string>;

beforeAll(() => {
  for (const [index, [from, imports]] of cases.entries()) {
    const file = fileOf(index, from);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import * as imported from '${imports}';\nexport { imported };\n`);
    // The rules name folders from the root of the project, and so of each case.
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, `case-${index}`, '.oxlintrc.json'));
  }
  reported = new Set(violations().map(({ filename }) => join(folder, filename)));
});

afterAll(() => rmSync(folder, { recursive: true }));

function violations(): { filename: string }[] {
  const args = ['-D', 'no-restricted-imports', '--format', 'json', '.'];
  try {
    return onlyImports(
      execFileSync(join(root, 'node_modules', '.bin', 'oxlint'), args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    );
  } catch (error) {
    return onlyImports((error as { stdout: string }).stdout);
  }
}

function onlyImports(json: string): { filename: string }[] {
  const { diagnostics } = JSON.parse(json) as { diagnostics: { code: string; filename: string }[] };
  return diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
}

describe('import directions', () => {
  it.each(cases.map((one, index) => [...one, index] as const))(
    '%s importing %s: allowed %s',
    (from, _imports, allowed, index) => {
      expect(reported.has(fileOf(index, from))).toBe(!allowed);
    },
  );
});
