import { expect, it } from 'vitest';
import { Permissions } from '../../../src-main/bridge/access/permissions.ts';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';
import { createProfile } from '../../../src-main/connections/people/profiles.ts';
import type { ProgramId } from '../../../src-preload/contract/wiring.ts';
import { startKeyfob } from '../../support/keyfob.ts';

const caller = (path: string, more: Partial<Caller> = {}): Caller => ({
  kind: 'program',
  name: 'shown',
  isClaim: false,
  path,
  pattern: { family: path, viaShell: false },
  viaShell: false,
  ancestors: [],
  ...more,
});

async function wired(program: ProgramId, givesAccess = true) {
  const kit = await startKeyfob();
  const slot = kit.slot(kit.addServer('https://mcp.linear.app/mcp'));
  const access = new Permissions({ context: kit.context, hasDisplay: () => false, onQuestions: () => undefined });
  kit.subscribe((event) => access.follow(event));
  const wire = (id = program) =>
    kit.store.wirings.save({
      program: id,
      serverId: slot.serverId,
      profileId: slot.profileId,
      path: '/home/ann/file',
      name: 'linear',
      entry: '{}',
      copy: null,
      isReplacing: false,
      isByCommand: false,
      givesAccess,
      writtenAt: 1,
    });
  wire();
  return { kit, slot, access, wire };
}

const cursor = caller('/usr/share/cursor/cursor');

it('a program that was wired has the permission for good and with all tools, from its first process on', async () => {
  const { kit, slot, access } = await wired('cursor');
  expect(access.isAllowed(cursor, slot)).toBe(true);
  expect(kit.store.programGrants.list()).toMatchObject([
    { serverId: slot.serverId, profileId: slot.profileId, answer: 'always', tools: { rule: 'all', allowed: [] } },
  ]);
  const programId = kit.store.programGrants.list()[0]?.programId;
  expect(kit.store.wirings.list()).toMatchObject([{ pinnedTo: programId }]);
  expect(access.isAllowed(caller('/home/ann/fake/cursor'), slot)).toBe(false);
  expect(access.isAllowed(cursor, slot)).toBe(true);
});

it.each<[ProgramId, Caller]>([
  ['claude-code', caller('/home/ann/.local/share/claude/versions/2.1.332')],
  [
    'claude-code',
    caller('/x/cli.js', { pattern: { family: '/x', package: '@anthropic-ai/claude-code', viaShell: false } }),
  ],
  ['claude-desktop', caller('/usr/lib/claude-desktop/electron')],
  ['codex', caller('/usr/bin/codex')],
  ['copilot', caller('/x/index.js', { pattern: { family: '/x', package: '@github/copilot', viaShell: false } })],
  ['gemini', caller('/x/index.js', { pattern: { family: '/x', package: '@google/gemini-cli', viaShell: false } })],
  ['opencode', caller('/usr/bin/opencode')],
  ['opencode', caller('/usr/lib/node_modules/opencode-ai/bin/opencode.exe')],
  ['zed', caller('/usr/libexec/zed-editor')],
  ['goose', caller('/usr/bin/goose')],
  ['vscode', caller('/usr/share/code/code')],
  ['windsurf', caller('/usr/share/windsurf/windsurf')],
  ['cline', caller('/usr/share/code/code')],
  ['cline', caller('/x/cli.js', { pattern: { family: '/x', package: 'cline', viaShell: false } })],
  ['continue', caller('/x/cn.js', { pattern: { family: '/x', package: '@continuedev/cli', viaShell: false } })],
  ['lm-studio', caller('/tmp/.mount_LM-Stu123456/lm-studio')],
])('a process of %s is recognized: %o', async (program, process) => {
  const { slot, access } = await wired(program);
  expect(access.isAllowed(process, slot)).toBe(true);
});

it('a program is asked about as usual where it is another one, a script, unknown, or for another sign-in', async () => {
  const { kit, slot, access } = await wired('cursor');
  const { pattern: _, ...unknown } = cursor;
  expect(access.isAllowed(caller('/usr/bin/codex'), slot)).toBe(false);
  expect(access.isAllowed({ ...cursor, kind: 'script' }, slot)).toBe(false);
  expect(access.isAllowed(unknown, slot)).toBe(false);
  expect(access.isAllowed(cursor, { ...slot, profileId: null })).toBe(false);
  expect(access.isAllowed(cursor, kit.slot(kit.addServer('https://other.example/mcp')))).toBe(false);
  expect(await access.ask(caller('/usr/bin/codex'), slot, new AbortController().signal)).toBe('no_window');
  expect(kit.store.wirings.list()).toMatchObject([{ pinnedTo: null }]);
});

it('wiring that gives no permission lets no program in', async () => {
  const { slot, access } = await wired('cursor', false);
  expect(access.isAllowed(cursor, slot)).toBe(false);
});

it('a permission that was revoked is not given a second time, until the program is wired again', async () => {
  const { kit, slot, access, wire } = await wired('cursor');
  expect(access.isAllowed(cursor, slot)).toBe(true);
  const [grant] = kit.store.programGrants.list();
  if (grant) access.revoke(grant);
  expect(access.isAllowed(cursor, slot)).toBe(false);
  wire();
  expect(access.isAllowed(cursor, slot)).toBe(true);
});

it('wiring is a later decision than a refusal', async () => {
  const { kit, slot, access } = await wired('cursor');
  access.grants.keep(cursor, slot, 'never', { rule: 'all', allowed: [] });
  expect(access.isAllowed(cursor, slot)).toBe(true);
  expect(kit.store.programGrants.list()).toMatchObject([{ answer: 'always' }]);
});

it('a permission that waits ends with the sign-in, and with the address of the server', async () => {
  for (const type of ['tokens_changed', 'server_moved'] as const) {
    const { kit, slot, access } = await wired('cursor');
    kit.context.publish(type === 'tokens_changed' ? { type, slot } : { type, ...slot });
    expect(access.isAllowed(cursor, slot)).toBe(false);
  }
});

it('a permission that waits stays when another profile or the shared sign-in of the server is signed out', async () => {
  const { kit, slot, access } = await wired('cursor');
  const bob = createProfile(kit.context, kit.session, { name: 'Bob', role: 'member' });
  for (const profileId of [bob.id, null]) kit.context.publish({ type: 'tokens_changed', slot: { ...slot, profileId } });
  expect(access.isAllowed(cursor, slot)).toBe(true);
});
