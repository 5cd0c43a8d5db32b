import { Fault, isFault } from '../../../base/fault.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import type { CallOutcome } from '../bridge-parts.ts';
import type { Need } from './gate.ts';
import { namedIn, wordsOf, type Link } from './link.ts';
import { rawMember } from '../agent/json-text.ts';
import { isObject, resultText } from '../agent/messages.ts';
import { errorCodeOf } from './error-code-of.ts';
import { listForAgent } from './fetch-list.ts';
import type { Forwarding } from './forwarding.ts';
import { park, parkForMoreAccess, parkForSignIn, refuse, toolOf, waitForPause } from './park.ts';
import { isUnreachable, needsSignIn, ownCodes, refusalOf, type Refusal } from './refusals.ts';
import { seeTools, shownTools } from './shown-tools.ts';
import { meetToolRule } from './tool-rule.ts';

/**
 * Carries a request to the server and its answer back, as soon as all is there that it needs, and tells the agent in
 * words what is missing. Tool calls are recorded.
 */
export async function forward(request: AgentRequest, forwarding: Forwarding): Promise<void> {
  const { link } = forwarding;
  const { context, record, calling } = link.bridge;
  const startedAt = context.now();
  let outcome: CallOutcome = 'error';
  let answer: Message | Refusal | undefined;
  const called = request.isToolCall ? calling(link.caller, toolOf(request)) : undefined;
  try {
    answer = await carry(request, forwarding);
    outcome = 'code' in answer ? 'error' : outcomeOf(answer);
    if ('code' in answer) await answerRefusal(request, forwarding, answer);
    else
      await link.agent.pass(
        request,
        request.method === 'tools/list' ? shownAnswer(request, link, answer) : answer.text,
      );
  } finally {
    called?.();
    if (request.isToolCall) {
      const milliseconds = Math.max(context.now() - startedAt, 0);
      const { slot, caller, server } = link;
      const isKept = context.history.settings.ofAgents;
      if (request.signal.aborted) outcome = 'cancelled';
      const { bytes } = request;
      const tool = toolOf(request);
      record({
        caller,
        slot,
        tool,
        outcome,
        startedAt,
        milliseconds,
        bytes,
        address: server.url,
        errorCode: errorCodeOf(answer, outcome),
        ...(isKept && { said: { request: request.message, answer } }),
      });
    }
  }
}

/** A page of tools, without those that the agent may not call. */
function shownAnswer(request: AgentRequest, link: Link, { text }: Message): string {
  const list = rawMember(text, 'result');
  if (list === undefined) return text;
  const page = listForAgent('tools', list);
  // Of a list whose pages are not joined, so that more may come whatever this one says.
  seeTools(link, page, false);
  return resultText(request.id, shownTools(link, page));
}

/** In a tool's result, so that the model reads it; an error where the model cannot help. */
export function answerRefusal(
  request: AgentRequest,
  { link, ownMembers }: Pick<Forwarding, 'link' | 'ownMembers'>,
  { code, words, data, isError = false }: Refusal,
): Promise<void> {
  link.bridge.onRefusal?.({ code, words });
  if (isError || !request.isToolCall) return link.agent.fail(request, code, words, data);
  return link.agent.answer(request, toolText(words, { ...ownMembers, isError: true }));
}

export const toolText = (text: string, members: Record<string, unknown>): string =>
  JSON.stringify({ content: [{ type: 'text', text }], ...members });

async function carry(request: AgentRequest, forwarding: Forwarding): Promise<Message | Refusal> {
  const { link, turns, send } = forwarding;
  const { bridge, caller, slot } = link;
  let hasTurn = false;
  const tried = new Set<string>();
  const asked = { isAllowed: false };
  for (;;) {
    const missing =
      (await meetNeeds(link, request)) ??
      (await waitForPause(link, request)) ??
      (await meetToolRule(forwarding, request, asked));
    if (missing) return missing;
    const paused = pausedBy(link);
    if (paused) return paused;
    try {
      if (request.isToolCall && !hasTurn) await bridge.pace.turn(caller, slot, request.signal);
      hasTurn = true;
      return await turns.run(request.signal, () => send(request));
    } catch (error) {
      const refusal = await heal(link, request, error, tried);
      if (refusal) return refusal;
    }
  }
}

/** Lets a request wait for one need after the other. Resolves to why one was not met, if so. */
export async function meetNeeds(link: Link, request: AgentRequest): Promise<Refusal | undefined> {
  let before: Need | undefined;
  for (let need = link.gate.need(); need && need !== before; need = link.gate.need()) {
    const refusal = await park(link, request, need);
    if (refusal) return refusal;
    before = need;
  }
  return before && before === link.gate.need() ? refuse(link, ownCodes.signIn, 'signIn') : undefined;
}

/** Resolves to nothing where the request may be made once more, which the server refused and did not carry out. */
async function heal(
  link: Link,
  request: AgentRequest,
  error: unknown,
  tried: Set<string>,
): Promise<Refusal | undefined> {
  if (request.signal.aborted) return refusalOf(new Fault('cancelled', 'cancelled'), namedIn(link), wordsOf(link));
  const first = (what: string) => !tried.has(what) && Boolean(tried.add(what));
  if (isFault(error, 'more_access_needed') && first('access')) return parkForMoreAccess(link, request, error);
  // A need that is known here, such as a sign-in that ended just now, is met before the next try.
  if (needsSignIn(error) && first('sign-in')) return link.gate.need() ? undefined : parkForSignIn(link, request);
  if (isFault(error, 'more_access_needed'))
    return refuse(link, ownCodes.moreAccess, 'moreAccess', { tool: toolOf(request) });
  if (needsSignIn(error)) return refuse(link, ownCodes.signIn, 'signIn');
  if (!isFault(error)) link.bridge.context.log.warn('a request of an agent failed', { error });
  return refusalFor(link, error);
}

/** A server that did not answer just now is asked again when its pause is over, as for the window. */
export function pausedBy(link: Link): Refusal | undefined {
  const { health, now } = link.bridge.context;
  const paused = health.paused(link.slot, now());
  if (!paused) return undefined;
  const fault = new Fault(paused.error.code, 'it did not answer just now', { values: paused.error.values });
  // A connection that broke says little about the next one, and a busy server is asked as the agent sees fit.
  const isDown = isUnreachable(fault) && fault.code !== 'busy' && fault.code !== 'connection_failed';
  return isDown ? refusalFor(link, fault) : undefined;
}

function refusalFor(link: Link, error: unknown): Refusal {
  return refusalOf(error, { ...namedIn(link), hasStatusTool: link.agent.hasStatusTool }, wordsOf(link));
}

function outcomeOf({ value }: Message): CallOutcome {
  if (!('result' in value)) return 'error';
  return isObject(value['result']) && value['result']['isError'] === true ? 'failed' : 'done';
}
