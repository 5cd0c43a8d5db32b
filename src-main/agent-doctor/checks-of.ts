import {
  agentCheckNames,
  type AgentCheck,
  type AgentCheckName,
  type AgentFinding,
  type AgentRemedy,
  type StatusView,
} from '../../src-preload/contract.ts';
import type { AgentFacts, CallFact, ConnectorFact, PermissionFact, SocketFact } from './agent-facts.ts';

type Finding = Omit<AgentCheck, 'name'>;

/** What the facts mean, in the order of `agentCheckNames`, each with the one thing that mends it. */
export function checksOf(facts: AgentFacts): AgentCheck[] {
  const found: Record<AgentCheckName, Finding | undefined> = {
    entry: facts.entry && entryFinding(facts.entry),
    connector: facts.connector && connectorFinding(facts.connector),
    socket: facts.socket && socketFinding(facts.socket),
    permission: facts.permission && permissionFinding(facts.permission),
    sign_in: facts.signIn && signInFinding(facts.signIn),
    last_call: facts.lastCall === undefined ? undefined : callFinding(facts.lastCall),
  };
  return agentCheckNames.map((name) => ({ name, ...(found[name] ?? unknown('not_read')) }));
}

const finding = (
  state: AgentCheck['state'],
  code: AgentFinding,
  remedy: AgentRemedy | null,
  values: Record<string, string> = {},
): Finding => ({ state, finding: code, values, at: null, remedy });

const good = (code: AgentFinding, values?: Record<string, string>) => finding('good', code, null, values);
const unknown = (code: AgentFinding) => finding('unknown', code, null);
const bad = (code: AgentFinding, remedy: AgentRemedy | null, values?: Record<string, string>) =>
  finding('bad', code, remedy, values);

function entryFinding({ state, path, entry }: NonNullable<AgentFacts['entry']>): Finding {
  if (path === null) return unknown('program_absent');
  const values = { path, ...(entry !== null && { entry }) };
  switch (state) {
    case 'wired':
      return good('entry_there', values);
    case 'absent':
      return bad('entry_absent', { kind: 'wire' }, values);
    case 'vanished':
      return bad('entry_vanished', { kind: 'wire' }, values);
    case 'replaceable':
      return bad('entry_other', { kind: 'wire' }, values);
    case 'unreadable':
      return bad('entry_unreadable', null, values);
  }
}

function connectorFinding(fact: ConnectorFact): Finding {
  switch (fact.state) {
    case 'starts':
      return good('connector_starts', { version: fact.version });
    case 'missing':
      return bad('connector_missing', { kind: 'repair' });
    case 'strange':
      return bad('connector_strange', { kind: 'repair' });
    case 'fails':
      return bad('connector_fails', { kind: 'repair' });
  }
}

function socketFinding(fact: SocketFact): Finding {
  switch (fact) {
    case 'answers':
      return good('socket_answers');
    case 'silent':
      return bad('socket_silent', { kind: 'repair' });
    case 'taken':
      return bad('socket_taken', { kind: 'repair' });
    case 'home_too_long':
      return bad('home_too_long', null);
    case 'home_not_written':
      return bad('home_not_written', { kind: 'repair' });
  }
}

/** A refusal comes first: without it, nothing would be asked, and a pause would change nothing. */
function permissionFinding({ decision, isAsking, isPaused }: PermissionFact): Finding {
  if (typeof decision === 'object') return bad('refused', { kind: 'ask_again', ...decision.refused });
  if (isAsking) return bad('question_open', { kind: 'show_question' });
  if (isPaused) return bad('agents_paused', { kind: 'resume' });
  switch (decision) {
    case 'allowed':
      return good('allowed');
    case 'until_lock':
      return good('allowed_until_lock');
    case 'at_first_start':
      return good('allowed_at_first_start');
    case 'none':
      return unknown('asked_at_next_call');
  }
}

function signInFinding(state: StatusView['state']): Finding {
  switch (state) {
    case 'signed_in':
      return good('signed_in');
    case 'open':
      return good('no_sign_in_needed');
    case 'signed_out':
      return bad('signed_out', { kind: 'sign_in' });
    case 'needs_sign_in':
      return bad('sign_in_ended', { kind: 'sign_in' });
    case 'authorizing':
      return unknown('signing_in');
    case 'off':
      return bad('server_off', { kind: 'turn_on' });
    case 'unreachable':
      return bad('server_unreachable', { kind: 'retry' });
  }
}

function callFinding(call: CallFact | null): Finding {
  if (call === null) return unknown('never_called');
  const { tool, outcome, startedAt } = call;
  return { ...outcomeFinding(tool, outcome), values: { tool }, at: startedAt };
}

function outcomeFinding(tool: string, outcome: string): Finding {
  switch (outcome) {
    case 'done':
      return good('call_done');
    case 'failed':
      return bad('call_failed', { kind: 'try_tool', tool });
    case 'cancelled':
      return unknown('call_cancelled');
    default:
      return bad('call_unanswered', { kind: 'open_activity' });
  }
}
