import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { linuxProcesses } from '../../../src-main/bridge/caller/processes.ts';
import { identify } from '../../../src-main/bridge/listener/identify.ts';
import type { Peer } from '../../../src-main/bridge/listener/who.ts';

const started = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
const self: Peer = { pid: process.pid, uid: process.getuid?.() ?? 0, parent: process.ppid, started, signature: '' };

const kindOf = (peer: Peer | undefined) =>
  identify({ peer, streams: [{ kind: 'other' }, { kind: 'other' }], connectors: [], processes: linuxProcesses }).kind;

it('a program that still runs as it connected is known', () => {
  expect(kindOf(self)).toBe('program');
});

it.each([
  ['whose pid another process has by now', { ...self, started: '1' }],
  ['whose parent ended', { ...self, parent: 1 }],
  ['of another user', { ...self, uid: 4_000_000 }],
  ['of another pid namespace', { ...self, pid: 0, started: '0' }],
  ['of which the system says nothing', undefined],
])('a program %s is unknown', (_, peer) => {
  expect(kindOf(peer)).toBe('unknown');
});
