import { Fault } from '../../../base/fault.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { filled, type AgentWords } from '../agent-words.ts';
import { answerRefusal, meetNeeds, toolText } from './forward.ts';
import { namedIn, wordsOf, type Link } from './link.ts';
import { parkForSignIn } from './park.ts';
import { needsSignIn, refusalOf, type Refusal } from './refusals.ts';
import { within } from './within.ts';

interface OwnTool {
  link: Link;
  /** Which text says that it is done. */
  key: keyof AgentWords['done'];
  /** Lists what the server has, which shows whether it answers. */
  refresh: () => Promise<unknown>;
  ownMembers: Record<string, unknown>;
}

/**
 * Carries out a tool of Keyfob's own: all of them do what is missing, one after the other, and then ask the server what
 * it lists.
 */
export async function callOwnTool(request: AgentRequest, tool: OwnTool): Promise<void> {
  const { link, key, ownMembers } = tool;
  const refusal = await carryOut(request, tool);
  if (refusal) return answerRefusal(request, { link, ownMembers }, { ...refusal, isError: false });
  const words = filled(wordsOf(link).done[key], namedIn(link));
  return link.agent.answer(request, toolText(words, ownMembers));
}

async function carryOut(request: AgentRequest, { link, refresh }: OwnTool): Promise<Refusal | undefined> {
  for (let tries = 0; ; tries += 1) {
    const missing = await meetNeeds(link, request);
    if (missing) return missing;
    try {
      const isDone = await within(
        refresh().then(() => true),
        link.settings.listWait,
      );
      if (!isDone) throw new Fault('timed_out', 'the server did not list in time');
      return undefined;
    } catch (error) {
      if (!needsSignIn(error) || tries > 0) return refusalOf(error, namedIn(link), wordsOf(link));
      const refusal = link.gate.need() ? undefined : await parkForSignIn(link, request);
      if (refusal) return refusal;
    }
  }
}
