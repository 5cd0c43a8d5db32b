import { describe, expect, it } from 'vitest';
import type { AgentFacts } from '../../src-main/agent-doctor/agent-facts.ts';
import { checksOf } from '../../src-main/agent-doctor/checks-of.ts';

const well: AgentFacts = {
  entry: { state: 'wired', path: '/home/ann/.cursor/mcp.json', entry: 'linear' },
  connector: { state: 'starts', version: '0.3.0' },
  socket: 'answers',
  permission: { decision: 'allowed', isAsking: false, isPaused: false },
  signIn: 'signed_in',
  lastCall: { tool: 'list_issues', outcome: 'done', startedAt: 1_700_000_000_000 },
};
const path = '/home/ann/.cursor/mcp.json';
const allowed = { decision: 'allowed', isAsking: false, isPaused: false } as const;
const slot = { programId: 'p1', profileId: null };

describe('the doctor for agents', () => {
  it('finds nothing wrong where all is well, in the order of the way from the file to the last call', () => {
    expect(checksOf(well)).toEqual([
      {
        name: 'entry',
        state: 'good',
        finding: 'entry_there',
        values: { path: '/home/ann/.cursor/mcp.json', entry: 'linear' },
        at: null,
        remedy: null,
      },
      {
        name: 'connector',
        state: 'good',
        finding: 'connector_starts',
        values: { version: '0.3.0' },
        at: null,
        remedy: null,
      },
      { name: 'socket', state: 'good', finding: 'socket_answers', values: {}, at: null, remedy: null },
      { name: 'permission', state: 'good', finding: 'allowed', values: {}, at: null, remedy: null },
      { name: 'sign_in', state: 'good', finding: 'signed_in', values: {}, at: null, remedy: null },
      {
        name: 'last_call',
        state: 'good',
        finding: 'call_done',
        values: { tool: 'list_issues' },
        at: 1_700_000_000_000,
        remedy: null,
      },
    ]);
  });

  const call = (outcome: string) => ({ lastCall: { tool: 'list_issues', outcome, startedAt: 7 } });
  const cases: [facts: Partial<AgentFacts>, check: string, state: string, finding: string, remedy: object | null][] = [
    [{ entry: undefined }, 'entry', 'unknown', 'not_read', null],
    [{ entry: { state: 'absent', path: null, entry: null } }, 'entry', 'unknown', 'program_absent', null],
    [{ entry: { state: 'absent', path, entry: null } }, 'entry', 'bad', 'entry_absent', { kind: 'wire' }],
    [{ entry: { state: 'vanished', path, entry: 'linear' } }, 'entry', 'bad', 'entry_vanished', { kind: 'wire' }],
    [{ entry: { state: 'replaceable', path, entry: 'lin' } }, 'entry', 'bad', 'entry_other', { kind: 'wire' }],
    [{ entry: { state: 'unreadable', path, entry: null } }, 'entry', 'bad', 'entry_unreadable', null],
    [{ connector: undefined }, 'connector', 'unknown', 'not_read', null],
    [{ connector: { state: 'missing' } }, 'connector', 'bad', 'connector_missing', { kind: 'repair' }],
    [{ connector: { state: 'strange' } }, 'connector', 'bad', 'connector_strange', { kind: 'repair' }],
    [{ connector: { state: 'fails' } }, 'connector', 'bad', 'connector_fails', { kind: 'repair' }],
    [{ socket: undefined }, 'socket', 'unknown', 'not_read', null],
    [{ socket: 'silent' }, 'socket', 'bad', 'socket_silent', { kind: 'repair' }],
    [{ socket: 'taken' }, 'socket', 'bad', 'socket_taken', { kind: 'repair' }],
    [{ socket: 'home_too_long' }, 'socket', 'bad', 'home_too_long', null],
    [{ socket: 'home_not_written' }, 'socket', 'bad', 'home_not_written', { kind: 'repair' }],
    [{ permission: undefined }, 'permission', 'unknown', 'not_read', null],
    [{ permission: { ...allowed, decision: 'until_lock' } }, 'permission', 'good', 'allowed_until_lock', null],
    [{ permission: { ...allowed, decision: 'at_first_start' } }, 'permission', 'good', 'allowed_at_first_start', null],
    [{ permission: { ...allowed, decision: 'none' } }, 'permission', 'unknown', 'asked_at_next_call', null],
    [{ permission: { ...allowed, isPaused: true } }, 'permission', 'bad', 'agents_paused', { kind: 'resume' }],
    [
      { permission: { decision: 'none', isAsking: true, isPaused: true } },
      'permission',
      'bad',
      'question_open',
      { kind: 'show_question' },
    ],
    [
      { permission: { decision: { refused: slot }, isAsking: false, isPaused: true } },
      'permission',
      'bad',
      'refused',
      { kind: 'ask_again', programId: 'p1', profileId: null },
    ],
    [{ signIn: undefined }, 'sign_in', 'unknown', 'not_read', null],
    [{ signIn: 'open' }, 'sign_in', 'good', 'no_sign_in_needed', null],
    [{ signIn: 'signed_out' }, 'sign_in', 'bad', 'signed_out', { kind: 'sign_in' }],
    [{ signIn: 'needs_sign_in' }, 'sign_in', 'bad', 'sign_in_ended', { kind: 'sign_in' }],
    [{ signIn: 'authorizing' }, 'sign_in', 'unknown', 'signing_in', null],
    [{ signIn: 'off' }, 'sign_in', 'bad', 'server_off', { kind: 'turn_on' }],
    [{ signIn: 'unreachable' }, 'sign_in', 'bad', 'server_unreachable', { kind: 'retry' }],
    [{ lastCall: undefined }, 'last_call', 'unknown', 'not_read', null],
    [{ lastCall: null }, 'last_call', 'unknown', 'never_called', null],
    [call('failed'), 'last_call', 'bad', 'call_failed', { kind: 'try_tool', tool: 'list_issues' }],
    [call('error'), 'last_call', 'bad', 'call_unanswered', { kind: 'open_activity' }],
    [call('cancelled'), 'last_call', 'unknown', 'call_cancelled', null],
  ];

  it.each(cases)('with %j, %s is %s: %s', (facts, name, state, finding, remedy) => {
    const checks = checksOf({ ...well, ...facts });
    expect(checks.find((check) => check.name === name)).toMatchObject({ state, finding, remedy });
    // The other checks do not depend on it.
    expect(checks.filter((check) => check.name !== name)).toEqual(checksOf(well).filter((one) => one.name !== name));
  });
});
