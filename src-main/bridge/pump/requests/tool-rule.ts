import { hasDoubledName } from '../../../base/json-tokens.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { rawMember } from '../agent/json-text.ts';
import { isObject } from '../agent/messages.ts';
import type { Forwarding } from './forwarding.ts';
import { refuse, toolOf, waitWith } from './park.ts';
import { invalidRequest, ownCodes, type Refusal } from './refusals.ts';
import { within } from './within.ts';

/**
 * Lets a tool call wait for the user's answer where its permission says so. Resolves to why it is not made, if so.
 *
 * @param asked - Of this one call, which may be tried again: whether the user has allowed it.
 */
export async function meetToolRule(
  { link, listTools }: Pick<Forwarding, 'link' | 'listTools'>,
  request: AgentRequest,
  asked: { isAllowed: boolean },
): Promise<Refusal | undefined> {
  if (!request.isToolCall || asked.isAllowed) return undefined;
  const { access, context } = link.bridge;
  const { access: code } = ownCodes;
  const tool = toolOf(request);
  const values = { tool };
  const use = () => access.toolUses(link.caller, link.slot)(nameOf(request));
  if (use() === 'unlisted') {
    // Whether it only reads is known once the server has listed it; where it fails to, the user is asked.
    const failed = (error: unknown) => context.log.info('a server did not list', { error });
    await within(listTools(request).catch(failed), link.settings.listWait);
  }
  switch (use()) {
    case 'allowed':
      return undefined;
    case 'refused':
      return refuse(link, code, 'toolRefused', values);
    case 'waits':
      return refuse(link, code, 'toolWaits', values);
    case 'ask':
    case 'unlisted':
      break;
  }
  const input = rawMember(request.message.text, 'params', 'arguments') ?? '{}';
  // The user would decide about one of the two, and the server might take the other.
  if (hasDoubledName(input)) return { ...refuse(link, invalidRequest, 'ambiguousCall', values), isError: true };
  return waitWith(link, request, { waiting: 'call', refused: 'callNotAnswered', code, values }, async (signal) => {
    const decision = await access.askCall(link.caller, link.slot, { tool: nameOf(request), input }, signal);
    if (decision === 'no_window') return refuse(link, code, 'callWithoutWindow', values);
    if (decision !== 'allowed') return refuse(link, code, 'callRefused', values);
    asked.isAllowed = true;
    return undefined;
  });
}

const paramsOf = ({ message }: AgentRequest): Record<string, unknown> => {
  const { params } = message.value;
  return isObject(params) ? params : {};
};

const nameOf = (request: AgentRequest): string => String(paramsOf(request)['name']);
