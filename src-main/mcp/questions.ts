import { randomUUID } from 'node:crypto';
import type { Events, QuestionAnswer, QuestionView } from '../../src-preload/contract.ts';
import { Fault } from '../base/fault.ts';
import type { Context } from '../connections/context.ts';
import { requireServer, type Session } from '../connections/slot.ts';
import type { Ask, Question } from './asking.ts';
import type { SessionPool } from './session-pool.ts';

/** How many addresses are remembered that the user was sent to. */
const mostElsewhere = 100;

interface Open {
  profileId: string;
  serverId: string;
  question: Question;
  settle: (answer: QuestionAnswer) => void;
}

/** The window that made a call, and what it is told. */
interface Asked {
  session: Session;
  callId: string;
  serverId: string;
  tell: <Name extends 'elicitation:asked' | 'elicitation:ended'>(name: Name, event: Events[Name]) => void;
}

/** The questions of servers that wait for the user. */
export class Questions {
  readonly #open = new Map<string, Open>();
  /** By the server's name for it: what is told once the user has done what an address asked for. */
  readonly #elsewhere = new Map<string, () => void>();

  /** `pool`: whose sessions hear that the user is done at an address. */
  constructor(pool: Pick<SessionPool, 'onCompleted'>) {
    pool.onCompleted = (serverId, elicitationId) => {
      const key = `${serverId} ${elicitationId}`;
      this.#elsewhere.get(key)?.();
      this.#elsewhere.delete(key);
    };
  }

  /** Puts the questions of one call to the window that made it. */
  askFor({ session: { profileId }, callId, serverId, tell }: Asked): Ask {
    return async (question, signal) => {
      const id = randomUUID();
      const { promise, resolve, reject } = Promise.withResolvers<QuestionAnswer>();
      const onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      const elicitationId = question.mode === 'url' ? question.elicitationId : undefined;
      const done = () => {
        resolve({ action: 'accept' });
        tell('elicitation:ended', { id });
      };
      if (elicitationId !== undefined) this.#elsewhere.set(`${serverId} ${elicitationId}`, done);
      this.#open.set(id, { profileId, serverId, question, settle: resolve });
      tell('elicitation:asked', viewOf(question, { id, callId, serverId }));
      try {
        signal.throwIfAborted();
        const answer = await promise;
        // The server tells when the user is done at the address.
        if (question.mode !== 'url' || question.waits || answer.action !== 'accept') tell('elicitation:ended', { id });
        return answer;
      } catch (error) {
        tell('elicitation:ended', { id });
        throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
        this.#open.delete(id);
        // A server may never tell that the user is done.
        for (const key of [...this.#elsewhere.keys()].slice(0, -mostElsewhere)) this.#elsewhere.delete(key);
      }
    };
  }

  /** Answers a question of the profile's own calls; ignored for one that has ended. */
  answer({ profileId }: Session, id: string, answer: QuestionAnswer): void {
    const open = this.#open.get(id);
    if (open?.profileId !== profileId) return;
    open.settle(answer);
  }

  /** Opens the address of a question in the browser. Throws what `openLink` throws, and `request_expired`. */
  async open(context: Context, session: Session, id: string): Promise<void> {
    const open = this.#open.get(id);
    if (open?.profileId !== session.profileId || open.question.mode !== 'url')
      throw new Fault('request_expired', 'the question has ended');
    const { url: shown, waits } = open.question;
    const url = URL.canParse(shown) ? new URL(shown) : undefined;
    const { host = '' } = url ?? {};
    // It must equal its serialized form, so that it is what the user has read.
    if (url?.href !== shown) throw new Fault('address_invalid', 'not the address that was shown', { values: { host } });
    const server = requireServer(context.store, session, open.serverId);
    await context.outbound(server).assertAllowed(url);
    try {
      await context.openBrowser(url);
    } catch (cause) {
      throw new Fault('browser_not_opened', 'no browser opened', { values: { host }, cause });
    }
    if (!waits) open.settle({ action: 'accept' });
  }
}

function viewOf(question: Question, of: Pick<QuestionView, 'id' | 'callId' | 'serverId'>): QuestionView {
  if (question.mode === 'form') return { ...of, ...question };
  const { elicitationId: _, ...shown } = question;
  return { ...of, ...shown };
}
