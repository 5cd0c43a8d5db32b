import { afterAll, expect, it, onTestFinished } from 'vitest';
import { Permissions } from '../../../src-main/bridge/access/permissions.ts';
import type { Answer } from '../../../src-main/bridge/access/questions.ts';
import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';
import { AgentSide, caller as program, textOf } from './agent-side.ts';
import { startOpenPump } from './open-server.ts';

const rows: string[] = [];
afterAll(() => console.log(rows.splice(0).join('\n')));

/** What agents are told, as it begins; the first is what the server answers. */
const outcomes = {
  done: 'did one',
  'not allowed': 'Nothing was done, because you have not allowed this program to use its-alias. Decide in Keyfob',
  refused: 'Nothing was done, because you do not let this program use its-alias. You can change that in Keyfob.',
  'cannot ask':
    'Nothing was done, because you have not allowed this program to use its-alias and Keyfob cannot open a window',
  locked: 'Nothing was done, because Keyfob is locked. Unlock it',
  paused: 'Nothing was done, because you have paused all agents in Keyfob.',
  'sign in': 'Nothing was done, because S needs a sign-in. Sign in to S in Keyfob',
  off: 'Nothing was done, because S is turned off in Keyfob.',
  'off, unnamed': 'Nothing was done, because its-alias is turned off in Keyfob.',
  down: 'Nothing was done, because 127.0.0.1 cannot be reached: it refuses connections.',
} as const;

/** `closed`: the connection has ended with its permission; the connector connects again for the next call. */
type Outcome = keyof typeof outcomes | 'closed';
type Given = Answer | 'no answer';
/** After the answer: what this connection gets, and what another connection of the same program gets. */
type Row = [given: Given, same: Outcome, other: Outcome];

/** Of a program that can be recognized again. The states are those of docs/bridge.md, “What the agent sees”. */
const ofProgram: Record<string, Row[]> = {
  ready: [
    ['always', 'done', 'done'],
    ['until_lock', 'done', 'done'],
    ['once', 'done', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['never', 'refused', 'refused'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
  locked: [
    ['always', 'locked', 'locked'],
    ['until_lock', 'closed', 'locked'],
    ['once', 'locked', 'locked'],
    ['not_now', 'locked', 'locked'],
    ['never', 'locked', 'locked'],
    ['no answer', 'locked', 'locked'],
  ],
  'locked and unlocked': [
    ['always', 'done', 'done'],
    ['until_lock', 'closed', 'not allowed'],
    ['once', 'done', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['never', 'refused', 'refused'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
  paused: [
    ['always', 'paused', 'paused'],
    ['until_lock', 'paused', 'paused'],
    ['once', 'paused', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['never', 'refused', 'refused'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
  'not signed in': [
    ['always', 'sign in', 'sign in'],
    ['until_lock', 'sign in', 'sign in'],
    ['once', 'sign in', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['never', 'refused', 'refused'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
  'no display': [
    ['always', 'done', 'done'],
    ['until_lock', 'done', 'done'],
    ['once', 'done', 'cannot ask'],
    ['not_now', 'not allowed', 'cannot ask'],
    ['never', 'refused', 'refused'],
    ['no answer', 'cannot ask', 'cannot ask'],
  ],
  'turned off': [
    ['always', 'off', 'off'],
    ['until_lock', 'off', 'off'],
    ['once', 'off', 'off, unnamed'],
    ['not_now', 'off, unnamed', 'off, unnamed'],
    ['never', 'off, unnamed', 'off, unnamed'],
    ['no answer', 'off, unnamed', 'off, unnamed'],
  ],
  'server down': [
    ['always', 'down', 'down'],
    ['until_lock', 'down', 'down'],
    ['once', 'down', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['never', 'refused', 'refused'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
};

/** Of a script, or of a caller that the system does not name: it is allowed for its connection alone. */
const ofUnknown: Record<string, Row[]> = {
  ready: [
    ['once', 'done', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
  locked: [
    ['once', 'locked', 'locked'],
    ['not_now', 'locked', 'locked'],
    ['no answer', 'locked', 'locked'],
  ],
  paused: [
    ['once', 'paused', 'not allowed'],
    ['not_now', 'not allowed', 'not allowed'],
    ['no answer', 'not allowed', 'not allowed'],
  ],
  'no display': [
    ['once', 'done', 'cannot ask'],
    ['not_now', 'not allowed', 'cannot ask'],
    ['no answer', 'cannot ask', 'cannot ask'],
  ],
};

const { pattern: _, ...withoutPattern } = program;
const callers: Record<string, () => Caller> = {
  'a program': () => ({ ...program }),
  'a script': () => ({ ...withoutPattern, kind: 'script' }),
  'an unknown caller': () => ({ ...withoutPattern, kind: 'unknown' }),
};

const cases = [
  ...Object.entries(ofProgram).map(([state, of]) => ['a program', state, of] as const),
  ...Object.entries(ofUnknown).map(([state, of]) => ['a script', state, of] as const),
  ...Object.entries(ofUnknown).map(([state, of]) => ['an unknown caller', state, of] as const),
].flatMap(([who, state, of]) => of.map((row) => [who, state, ...row] as const));

it.each(cases)('a call of %s, %s, after the answer “%s”: %s, on another connection: %s', async (...row) => {
  const [who, state, given, same, other] = row;
  const { access, pump, server, ask } = await start(given);
  const makeCaller = callers[who] as () => Caller;
  const first = await connect(pump, makeCaller());
  if (given !== 'no answer') await ask(first);
  const context = pump.kit.context;
  const { workspaceId } = pump.kit.session;
  if (state.startsWith('locked')) {
    pump.isLocked = true;
    access.endUntilLock();
  }
  if (state === 'locked and unlocked') pump.unlock();
  if (state === 'paused') access.pause.set(true);
  if (state === 'not signed in') context.store.servers.setRequiresSignIn(workspaceId, pump.serverId, true);
  if (state === 'no display') pump.hasDisplay = false;
  if (state === 'turned off') context.store.servers.setEnabled(workspaceId, pump.serverId, false);
  if (state === 'server down') await (server.server as unknown as { close(): Promise<void> }).close();
  const got = [await outcomeOf(first), await outcomeOf(await connect(pump, makeCaller()))];
  expect(got).toEqual([same, other]);
  rows.push(`✓ ${who}, ${state}, answer ${given}: ${same}; on another connection: ${other}`);
});

async function start(given: Given) {
  // What waits for the user waits in vain.
  const { pump, server } = await startOpenPump({}, { parkFor: 1, initializeWait: 1 });
  pump.kit.store.servers.rename(pump.kit.session.workspaceId, pump.serverId, 'S');
  const access = new Permissions({
    context: pump.kit.context,
    hasDisplay: () => pump.hasDisplay,
    onQuestions: () => undefined,
  });
  onTestFinished(() => access.questions.drop());
  pump.parts.access = access;
  /** Calls, which asks the user, and answers the question, which outlives the call. */
  const ask = async (agent: AgentSide) => {
    await agent.call('one');
    access.questions.answer(access.questions.list[0]?.id ?? '', given as Answer, 'all');
  };
  return { access, pump, server, ask };
}

async function connect(pump: Awaited<ReturnType<typeof start>>['pump'], caller: Caller): Promise<AgentSide> {
  const agent = pump.connect(new AgentSide({ who: Promise.resolve(caller) }));
  await agent.initialize();
  return agent;
}

async function outcomeOf(agent: AgentSide): Promise<string> {
  if (agent.connection.signal.aborted) return 'closed';
  const answer = await agent.call('one');
  const said = (answer.error?.message ?? textOf(answer)).replace(/127\.0\.0\.1:\d+/, '127.0.0.1');
  return Object.entries(outcomes).find(([, words]) => said.startsWith(words))?.[0] ?? said;
}
