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
  ['src-main/oauth/a.ts', '../base/fault.ts', true],
  ['src-main/oauth/a.ts', '../base/server-words.ts', true],
  ['src-main/oauth/a.ts', '../base/is-record.ts', true],
  ['src-main/oauth/a.ts', '../base/log.ts', false],
  ['src-main/oauth/a.ts', '../../src-preload/contract/secure-url.ts', true],
  ['src-main/oauth/a.ts', '../../src-preload/contract/error.ts', false],
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
  ['src-main/store/a.ts', './keys/vault.ts', true],
  ['src-main/store/a.ts', './recovery/recover.ts', false],
  ['src-main/store/keys/a.ts', '../sql.ts', true],
  ['src-main/store/keys/a.ts', '../token-sets.ts', false],
  ['src-main/store/keys/a.ts', '../recovery/recover.ts', false],
  ['src-main/store/keys/a.ts', 'electron', false],
  ['src-main/store/recovery/a.ts', '../store.ts', true],
  ['src-main/store/recovery/a.ts', '../keys/vault.ts', true],
  ['src-main/store/recovery/a.ts', '../../connections/slot.ts', false],
  ['src-main/base/a.ts', './fault.ts', true],
  ['src-main/base/a.ts', '../oauth/scopes.ts', false],
  ['src-main/app/a.ts', '../connections/context.ts', true],
  ['src-main/app/a.ts', '../ipc/serve.ts', false],
  ['src-main/app/a.ts', '../mcp/tools.ts', false],
  ['src-main/app/a.ts', '../keyfob.ts', false],
  ['src-main/mcp/a.ts', '../app/create-context.ts', false],
  ['src-main/store/a.ts', '../connections/sign-in/connect.ts', false],
  ['src-main/redirect/a.ts', '../connections/sign-in/connect.ts', false],
  ['src-main/connections/a.ts', '../oauth/scopes.ts', true],
  ['src-main/connections/a.ts', '../store/store.ts', true],
  ['src-main/connections/a.ts', '../mcp/tools.ts', false],
  ['src-main/connections/a.ts', '../ipc/serve.ts', false],
  ['src-main/connections/a.ts', 'electron', false],
  ['src-main/mcp/a.ts', '../connections/tokens/access-token.ts', true],
  ['src-main/mcp/a.ts', '../ipc/serve.ts', false],
  ['src-main/ipc/a.ts', '../mcp/tools.ts', true],
  ['src-main/ipc/a.ts', '../oauth/token-grants.ts', false],
  ['src-main/ipc/a.ts', '../shell/window.ts', false],
  ['src-main/ipc/areas/a.ts', '../../connections/sign-in/connect.ts', true],
  ['src-main/ipc/areas/a.ts', '../../shell/window.ts', false],
  ['src-main/clients/a.ts', 'yaml', true],
  ['src-main/clients/a.ts', '../wiring/a.ts', false],
  ['src-main/wiring/a.ts', './text/edit-text.ts', true],
  ['src-main/wiring/a.ts', '../clients/programs.ts', true],
  ['src-main/wiring/a.ts', '../store/replace-file.ts', true],
  ['src-main/wiring/a.ts', '../store/keys/vault.ts', false],
  ['src-main/wiring/a.ts', '../bridge/start-bridge.ts', false],
  ['src-main/wiring/a.ts', '../connections/context.ts', false],
  ['src-main/wiring/a.ts', 'electron', false],
  ['src-main/wiring/a.ts', 'jsonc-parser', false],
  ['src-main/wiring/text/a.ts', 'jsonc-parser', true],
  ['src-main/wiring/text/a.ts', '../../clients/parse-config.ts', true],
  ['src-main/wiring/text/a.ts', '../apply-wiring.ts', false],
  ['src-main/wiring/text/a.ts', 'node:fs', false],
  ['src-main/agent-doctor/a.ts', '../connections/slot.ts', true],
  ['src-main/agent-doctor/a.ts', '../connections/sign-in/connect.ts', false],
  ['src-main/agent-doctor/a.ts', '../bridge/start-bridge.ts', false],
  ['src-main/agent-doctor/a.ts', '../wiring/wiring.ts', false],
  ['src-main/agent-doctor/a.ts', '../ipc/area.ts', false],
  ['src-main/command-path/a.ts', '../wiring/file/write-config.ts', true],
  ['src-main/command-path/a.ts', '../bridge/start-bridge.ts', false],
  ['src-main/update/a.ts', '../http/guarded-fetch.ts', true],
  ['src-main/update/a.ts', '../store/store.ts', false],
  ['src-main/update/a.ts', 'electron', false],
  ['src-main/bridge/a.ts', '../agent-doctor/examine-agent.ts', true],
  ['src-main/ipc/areas/a.ts', '../../agent-doctor/examine-agent.ts', true],
  ['src-main/bridge/a.ts', './listener/listen.ts', true],
  ['src-main/bridge/a.ts', '../connections/context.ts', true],
  ['src-main/bridge/a.ts', '../ipc/serve.ts', false],
  ['src-main/bridge/a.ts', '../shell/words.ts', false],
  ['src-main/bridge/a.ts', '../lock/lock.ts', false],
  ['src-main/bridge/a.ts', 'electron', false],
  ['src-main/bridge/home/a.ts', '../caller/processes.ts', true],
  ['src-main/bridge/home/a.ts', '../caller/find-caller.ts', false],
  ['src-main/bridge/home/a.ts', '../../store/store.ts', false],
  ['src-main/bridge/listener/a.ts', '../caller/find-caller.ts', true],
  ['src-main/bridge/listener/a.ts', '../agent-connection.ts', true],
  ['src-main/bridge/listener/a.ts', '../../store/store.ts', true],
  ['src-main/bridge/access/a.ts', '../caller/find-caller.ts', true],
  ['src-main/bridge/access/a.ts', '../../connections/slot.ts', true],
  ['src-main/bridge/commands/a.ts', '../listener/conversation.ts', true],
  ['src-main/connections/a.ts', '../bridge/start-bridge.ts', false],
  ['src-main/mcp/a.ts', '../bridge/access/access.ts', false],
  ['src-main/ipc/a.ts', '../bridge/access/access.ts', false],
  ['src-main/shell/a.ts', '../bridge/access/access.ts', false],
  ['src-main/app/a.ts', '../bridge/start-bridge.ts', false],
  ['src-main/bridge/caller/a.ts', 'node:fs', true],
  ['src-main/bridge/caller/a.ts', '../../store/store.ts', false],
  ['src-main/bridge/upstream/a.ts', '../../mcp/server-fetch.ts', true],
  ['src-main/bridge/upstream/a.ts', '../pump/a.ts', false],
  ['src-main/bridge/upstream/a.ts', '../access/access.ts', false],
  ['src-main/bridge/upstream/legacy/a.ts', '../wire/a.ts', true],
  ['src-main/bridge/upstream/legacy/a.ts', '../../lists/a.ts', false],
  ['src-main/bridge/upstream/legacy/a.ts', '@modelcontextprotocol/client', false],
  ['src-main/bridge/upstream/modern/a.ts', '../../../ipc/serve.ts', false],
  ['src-main/bridge/upstream/wire/a.ts', '../upstream.ts', true],
  ['src-main/bridge/upstream/wire/a.ts', '../../../mcp/server-fetch.ts', true],
  ['src-main/bridge/upstream/wire/a.ts', '../legacy/a.ts', false],
  ['src-main/bridge/upstream/wire/a.ts', '../modern/a.ts', false],
  ['src-main/bridge/upstream/wire/a.ts', '../../pump/a.ts', false],
  ['src-main/bridge/pump/a.ts', '../upstream/upstream.ts', true],
  ['src-main/bridge/pump/a.ts', '../lists/list-cache.ts', true],
  ['src-main/bridge/pump/a.ts', '../access/access.ts', true],
  ['src-main/bridge/pump/a.ts', '../listener/listen.ts', false],
  ['src-main/bridge/pump/a.ts', '../home/bridge-home.ts', false],
  ['src-main/bridge/pump/a.ts', '../start-bridge.ts', false],
  ['src-main/bridge/pump/a.ts', '../../shell/words.ts', false],
  ['src-main/bridge/pump/agent/a.ts', '../../upstream/wire/json-spans.ts', true],
  ['src-main/bridge/pump/agent/a.ts', '../requests/link.ts', false],
  ['src-main/bridge/pump/agent/a.ts', '../../access/access.ts', false],
  ['src-main/bridge/pump/requests/a.ts', '../agent/agent.ts', true],
  ['src-main/bridge/pump/requests/a.ts', '../bridge-parts.ts', true],
  ['src-main/bridge/pump/requests/a.ts', '../legacy/legacy-agent.ts', false],
  ['src-main/bridge/pump/requests/a.ts', '../dispatch.ts', false],
  ['src-main/bridge/pump/legacy/a.ts', '../requests/forward.ts', true],
  ['src-main/bridge/pump/legacy/a.ts', '../modern/modern-agent.ts', false],
  ['src-main/bridge/pump/modern/a.ts', '../requests/forward.ts', true],
  ['src-main/bridge/pump/modern/a.ts', '../legacy/legacy-agent.ts', false],
  ['src-main/bridge/lists/a.ts', '../../connections/slot.ts', true],
  ['src-main/bridge/lists/a.ts', '../../store/store.ts', true],
  ['src-main/bridge/lists/a.ts', '../pump/serve-agent.ts', false],
  ['src-main/bridge/lists/a.ts', '../upstream/upstream.ts', false],
  ['src-main/bridge/lists/a.ts', 'electron', false],
  ['src-main/shell/a.ts', 'electron', true],
  ['src-main/shell/a.ts', '../connections/sign-in/connect.ts', false],
  ['src-preload/index.ts', './contract.ts', true],
  ['src-preload/index.ts', 'node:fs', false],
  ['src-preload/contract.ts', 'zod', false],
  ['src-preload/contract/a.ts', '../index.ts', false],
  ['src-renderer/a.ts', '../src-preload/contract.ts', true],
  ['src-renderer/stores/a.ts', '../bridge.ts', true],
  ['src-renderer/stores/a.ts', '../words/host-of.ts', false],
  ['src-renderer/stores/a.ts', '../hooks/use-is-allowed.ts', false],
  ['src-renderer/stores/a.ts', '../components/Fact.tsx', false],
  ['src-renderer/stores/a.ts', '../views/settings/draft.ts', false],
  ['src-renderer/words/a.ts', '../stores/app.ts', true],
  ['src-renderer/words/a.ts', '../hooks/use-now.ts', true],
  ['src-renderer/words/a.ts', '../components/Fact.tsx', false],
  ['src-renderer/words/a.ts', '../views/Main.tsx', false],
  ['src-renderer/hooks/a.ts', '../words/host-of.ts', true],
  ['src-renderer/hooks/a.ts', '../components/Fact.tsx', false],
  ['src-renderer/hooks/a.ts', '../views/list/ServerList.tsx', false],
  ['src-renderer/components/a.ts', '../hooks/use-is-allowed.ts', true],
  ['src-renderer/components/a.ts', '../views/window.module.css', false],
  ['src-renderer/components/a.ts', '../views/server/server.module.css', false],
  ['src-renderer/views/a.ts', '../components/Fact.tsx', true],
  ['src-renderer/a.ts', 'electron', false],
  ['src-renderer/a.ts', 'node:fs', false],
  ['src-renderer/a.ts', '../src-main/base/secret.ts', false],
];

/** The rooms of `connections`, each with the rooms that it may import. The files beside them know `state` alone. */
const rooms: Record<string, string[]> = {
  state: [],
  tokens: ['state'],
  discovery: ['state'],
  registration: ['state', 'tokens'],
  'sign-out': ['state', 'tokens'],
  servers: ['state', 'discovery', 'sign-out'],
  'sign-in': ['state', 'tokens', 'discovery', 'registration', 'servers'],
  people: ['state', 'sign-out', 'servers'],
};

for (const [room, allowed] of Object.entries(rooms)) {
  cases.push([`src-main/connections/a.ts`, `./${room}/a.ts`, room === 'state']);
  cases.push([`src-main/connections/${room}/a.ts`, '../slot.ts', true]);
  cases.push([`src-main/connections/${room}/a.ts`, '../context.ts', room !== 'state']);
  for (const outside of ['electron', '../../ipc/serve.ts', '../../mcp/tools.ts', '../../app/desktop.ts'])
    cases.push([`src-main/connections/${room}/a.ts`, outside, false]);
  for (const other of Object.keys(rooms))
    if (other !== room) cases.push([`src-main/connections/${room}/a.ts`, `../${other}/a.ts`, allowed.includes(other)]);
}

for (const room of ['listener', 'access', 'commands']) {
  for (const outside of [
    'electron',
    '../../ipc/serve.ts',
    '../../mcp/tools.ts',
    '../../shell/words.ts',
    '../home/a.ts',
  ])
    cases.push([`src-main/bridge/${room}/a.ts`, outside, false]);
  for (const other of ['pump', 'upstream', 'lists', 'access', 'commands'])
    if (other !== room) cases.push([`src-main/bridge/${room}/a.ts`, `../${other}/a.ts`, false]);
}

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

describe('a circle of imports', () => {
  it('is a lint error, though it be of types alone', () => {
    const place = join(folder, 'circle');
    mkdirSync(place);
    copyFileSync(join(root, '.oxlintrc.json'), join(place, '.oxlintrc.json'));
    writeFileSync(join(place, 'a.ts'), "import type { B } from './b.ts';\nexport type A = B | string;\n");
    writeFileSync(join(place, 'b.ts'), "import type { A } from './a.ts';\nexport type B = A[];\n");
    let report = '';
    try {
      execFileSync(join(root, 'node_modules', '.bin', 'oxlint'), ['--format', 'json', '.'], {
        cwd: place,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      report = (error as { stdout: string }).stdout;
    }
    expect(report).toContain('import(no-cycle)');
  });
});
