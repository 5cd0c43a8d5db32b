import { beforeEach, describe, expect, it } from 'vitest';
import { questionView, type QuestionAbout } from '../../../src-main/bridge/access/question-view.ts';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';
import { startKeyfob } from '../../support/keyfob.ts';

const caller: Caller = {
  kind: 'program',
  name: 'Acme',
  isClaim: false,
  path: '/opt/acme',
  pattern: { family: '/opt/acme', viaShell: false },
  viaShell: false,
  ancestors: ['zsh', 'zsh', 'Ghostty'],
};

let kit: Awaited<ReturnType<typeof startKeyfob>>;
let slot: { workspaceId: string; serverId: string; profileId: string | null };

beforeEach(async () => {
  kit = await startKeyfob();
  slot = kit.slot(kit.addServer('https://mcp.acme.example/mcp'));
  kit.store.servers.rename(slot.workspaceId, slot.serverId, 'Tracker');
});

const view = (about: Partial<QuestionAbout> = {}) =>
  questionView(
    { store: kit.store, iconOf: (path) => `data:icon of ${path}` },
    { id: 'q', about: { caller, slot, ...about } },
  );

describe('a question about a server', () => {
  it('shows what the system says of the program, and whose sign-in it is', () => {
    expect(view()).toEqual({
      about: 'server',
      id: 'q',
      program: 'Acme',
      kind: 'program',
      path: '/opt/acme',
      startedBy: ['zsh', 'Ghostty'],
      icon: 'data:icon of /opt/acme',
      canBeKept: true,
      server: 'Tracker',
      host: 'mcp.acme.example',
      signIn: 'own',
      person: 'Me',
      workspace: null,
      rules: ['reading', 'all', 'each_call'],
      canGrant: true,
      hasEnded: false,
    });
  });

  it('names no sign-in where the server wants none', () => {
    kit.store.servers.setRequiresSignIn(slot.workspaceId, slot.serverId, false);
    expect(view()).toMatchObject({ signIn: 'none' });
  });

  it('says of the shared sign-in whether the user may give it away', () => {
    const shared = { slot: { ...slot, profileId: null } };
    expect(view(shared)).toMatchObject({ signIn: 'shared', person: null, canGrant: true });
    kit.store.profiles.setRole(slot.profileId ?? '', 'member');
    expect(view(shared)).toMatchObject({ canGrant: false });
    expect(view()).toMatchObject({ canGrant: true });
  });

  it('shows no icon for a script, a package or what is unknown', () => {
    for (const other of [
      { ...caller, kind: 'script' as const },
      { ...caller, isClaim: true },
      { ...caller, kind: 'unknown' as const },
    ])
      expect(view({ caller: other })).toMatchObject({ icon: null });
  });

  it('cleans and cuts what a program chose', () => {
    const name = `a\u202eb${'c'.repeat(100)}`;
    expect(view({ caller: { ...caller, name } })).toMatchObject({ program: `ab${'c'.repeat(77)}…` });
  });

  it('is gone with its server', () => {
    kit.store.servers.remove(slot.workspaceId, slot.serverId);
    expect(view()).toBeUndefined();
  });
});

describe('a question about a call', () => {
  it('shows the tool and all that would be sent', () => {
    const call = { tool: 'create\u200b_issue', title: 'Create', input: '{"title":"x\u202ey","list":[1]}' };
    expect(view({ call })).toMatchObject({
      about: 'call',
      program: 'Acme',
      tool: 'create_issue',
      title: 'Create',
      input: '{\n  "title": "x\u202ey",\n  "list": [\n    1\n  ]\n}',
    });
    expect(view({ call: { tool: 'a', input: '{}' } })).toMatchObject({ title: null, input: '{}' });
  });

  it('shows numbers and escapes as they were written, with empty objects and lists', () => {
    const input = '{"n":9007199254740993, "e":1e400,"a":"\\u0000\\u202e{,","b":[],"c":{ },"d":[{"x":null},-1.0]}';
    expect(view({ call: { tool: 'a', input } })).toMatchObject({
      input:
        '{\n  "n": 9007199254740993,\n  "e": 1e400,\n  "a": "\\u0000\\u202e{,",\n  "b": [],\n  "c": {},\n' +
        '  "d": [\n    {\n      "x": null\n    },\n    -1.0\n  ]\n}',
    });
  });

  it('cuts what is too long, with a mark', () => {
    const shown = view({ call: { tool: 'a', input: `"${'x'.repeat(200_000)}"` } });
    expect(shown).toMatchObject({ input: `"${'x'.repeat(99_999)} …` });
  });
});

it('a question about tools shows each definition, with what was there before', () => {
  const changes = [{ name: 'a\u200bb', hash: '1', kind: 'changed' as const, before: '1', after: '2' }];
  expect(view({ changes })).toEqual({
    about: 'tools',
    id: 'q',
    server: 'Tracker',
    host: 'mcp.acme.example',
    signIn: 'own',
    person: 'Me',
    workspace: null,
    changes: [{ name: 'ab', hash: '1', kind: 'changed', before: '1', after: '2' }],
  });
});
