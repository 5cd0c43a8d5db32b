import { isFault, type Fault } from '../../../base/fault.ts';
import { grantedScope } from '../../../connections/tokens/granted-scope.ts';
import { missingScopes } from '../../../oauth/scopes.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { filled, type AgentWords } from '../agent-words.ts';
import type { Need } from './gate.ts';
import { namedIn, wordsOf, type Link } from './link.ts';
import { ownCodes, type Refusal } from './refusals.ts';
import { signInEnded } from './wait-for-sign-in.ts';

/**
 * Lets a request wait until the user has done what it needs, with progress where the agent asked for it. Resolves to
 * nothing when it is done, else to why not. All waits of one request last `parkFor` together, whatever they are for.
 */
export async function park(link: Link, request: AgentRequest, need: Need): Promise<Refusal | undefined> {
  switch (need) {
    case 'gone':
    case 'off':
      return refuse(link, ownCodes.off, need);
    case 'unlock':
      return waitWith(
        link,
        request,
        { waiting: 'unlock', refused: 'unlock', code: ownCodes.locked },
        async (signal) => {
          await link.bridge.attention.unlocked(signal);
          return undefined;
        },
      );
    case 'access':
      return waitForAccess(link, request);
    case 'sign_in':
      return parkForSignIn(link, request, () => link.gate.need() !== 'sign_in');
  }
}

async function waitForAccess(link: Link, request: AgentRequest): Promise<Refusal | undefined> {
  const { access: code } = ownCodes;
  return waitWith(link, request, { waiting: 'access', refused: 'access', code }, async (signal) => {
    const decision = await orAborted(link.gate.ask(), signal);
    if (decision === 'allowed') return undefined;
    if (decision === 'refused') return refuse(link, code, 'accessRefused');
    if (decision === 'managed') return refuse(link, code, 'accessManaged');
    return refuse(link, code, decision === 'no_window' ? 'accessWithoutWindow' : 'access');
  });
}

/**
 * What works with the user's data. Lists go on, because several agents leave a server without them; so does
 * `resources/subscribe`, which tells that a resource has changed, and its contents only come by `resources/read`.
 */
const pausable = new Set(['tools/call', 'resources/read', 'prompts/get']);

/** Lets a call wait while the user has paused all agents. */
export async function waitForPause(link: Link, request: AgentRequest): Promise<Refusal | undefined> {
  const { access } = link.bridge;
  if (!access.isPaused() || !pausable.has(request.method)) return undefined;
  const { paused: code } = ownCodes;
  return waitWith(link, request, { waiting: 'paused', refused: 'paused', code }, async (signal) => {
    await access.unpaused(signal);
    return undefined;
  });
}

/** The same for a sign-in that a server wants although there is one here. */
export async function parkForSignIn(
  link: Link,
  request: AgentRequest,
  isMet: () => boolean = () => false,
): Promise<Refusal | undefined> {
  const { signIn: code } = ownCodes;
  if (!link.bridge.attention.hasDisplay()) return refuse(link, code, 'signInWithoutWindow');
  return waitWith(link, request, { waiting: 'signIn', refused: 'signIn', code }, async (signal) => {
    const ended = signInEnded(link.bridge, link.slot, signal, isMet);
    openSignIn(link, 'keyfob_sign_in');
    return (await ended) === undefined ? undefined : refuse(link, code, 'signIn');
  });
}

/**
 * The same for a call whose scopes the user did not grant (MCP 2026-07-28, Authorization, step-up authorization). What
 * the user has declined is not asked again, and no tool opens the browser more often than `StepUps` admits.
 */
export async function parkForMoreAccess(link: Link, request: AgentRequest, fault: Fault): Promise<Refusal | undefined> {
  const { bridge, slot } = link;
  const { stepUps, health } = bridge.context;
  const { moreAccess: code } = ownCodes;
  const { missingScopes: scopes } = fault;
  const tool = toolOf(request);
  const values = { tool };
  health.noteWantedBy(slot, tool);
  if (stepUps.isDenied(slot, scopes)) return refuse(link, code, 'moreAccessRefused', values);
  if (!bridge.attention.hasDisplay()) return refuse(link, code, 'moreAccessWithoutWindow', values);
  return waitWith(link, request, { waiting: 'moreAccess', refused: 'moreAccess', code, values }, async (signal) => {
    const ended = signInEnded(bridge, slot, signal, () => false);
    openSignIn(link, tool);
    const error = await ended;
    const lacking = missingScopes(grantedScope(bridge.context, slot), scopes.join(' '));
    if (error === undefined && lacking.length === 0) return undefined;
    const isDeclined = error === undefined || error === 'access_denied';
    if (isDeclined) stepUps.deny(slot, scopes);
    return refuse(link, code, isDeclined ? 'moreAccessRefused' : 'moreAccess', values);
  });
}

export function toolOf({ message, method }: AgentRequest): string {
  const { name } = (message.value['params'] ?? {}) as { name?: unknown };
  return typeof name === 'string' ? name.slice(0, 200) : method;
}

/** Opens the browser, unless it is open for this sign-in, or agents have opened it too often. */
function openSignIn({ bridge, slot }: Link, operation: string): void {
  const { attempts, stepUps, now } = bridge.context;
  if (attempts.active(slot)) return;
  if (stepUps.admit(slot, operation, now())) bridge.attention.signIn(slot);
}

export function refuse(
  link: Link,
  code: number,
  words: keyof AgentWords['refused'],
  values: Record<string, string | number> = {},
): Refusal {
  const text = filled(wordsOf(link).refused[words], { ...namedIn(link), ...values });
  return { code, words: text, data: { server: namedIn(link).server } };
}

interface Waited {
  waiting: keyof AgentWords['waiting'];
  /** What is said when the time is over. */
  refused: keyof AgentWords['refused'];
  code: number;
  values?: Record<string, string>;
}

/** Lets a request wait for `work`, with progress, as long as all its waits may last. */
export async function waitWith(
  link: Link,
  request: AgentRequest,
  { waiting, refused, code, values }: Waited,
  work: (signal: AbortSignal) => Promise<Refusal | undefined>,
): Promise<Refusal | undefined> {
  const { settings, bridge, agent } = link;
  if (waiting === 'unlock' && !bridge.attention.hasDisplay()) return refuse(link, code, 'unlockWithoutWindow');
  const signal = request.patience(settings.parkFor);
  const tell = () => {
    const progress = request.progress.next(filled(wordsOf(link).waiting[waiting], { ...namedIn(link), ...values }));
    if (progress !== undefined) void agent.write(progress);
  };
  if (!signal.aborted) tell();
  const telling = setInterval(tell, settings.progressEvery);
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted || isFault(error)) throw error;
    return refuse(link, code, refused, values);
  } finally {
    clearInterval(telling);
  }
}

/** What a shared promise becomes, unless this request waits no longer. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('the wait is over'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
