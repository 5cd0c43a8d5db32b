import { Fault } from '../fault.ts';
import { missingScopes } from '../oauth/scopes.ts';
import type { Attempt } from './attempts.ts';
import { cancelConnect } from './cancel.ts';
import { connect } from './connect.ts';
import type { Context } from './context.ts';
import { grantedScope } from './granted-scope.ts';
import { requireServer, slotKey, slotOf, type Session, type Slot } from './slot.ts';
import type { RunningStepUp } from './step-ups.ts';

interface Wish {
  /** What wants the access: the name of a tool. */
  operation: string;
  /** What it lacks. */
  scopes: readonly string[];
  /** Gives it up. Where nobody else waits for the sign-in, that ends too. */
  signal: AbortSignal;
}

/**
 * Asks the person for more access and waits for their answer: a sign-in with what is granted and what is wanted
 * (MCP 2026-07-28, step-up authorization). Calls that want no more than is being asked for already wait for the same answer.
 * Throws `more_access_denied` where the person said no, now or to the same before, or where the operation has asked too
 * often; `cancelled`; and whatever else ended the sign-in.
 */
export async function stepUp(context: Context, session: Session, serverId: string, wish: Wish): Promise<void> {
  const slot = slotOf(session, requireServer(context.store, session, serverId));
  const { running } = context.stepUps;
  const key = slotKey(slot);
  for (let other = running.get(key); other; other = running.get(key)) {
    if (missingScopes(other.scopes.join(' '), wish.scopes.join(' ')).length === 0) return waitFor(other, wish.signal);
    // It is one browser and one person: the next question comes after this one, whatever the answer is.
    await untilAborted(
      wish.signal,
      other.outcome.catch(() => undefined),
    );
  }
  if (context.stepUps.isDenied(slot, wish.scopes)) throw denied('the person said no to this before');
  if (!context.stepUps.admit(slot, wish.operation, context.now())) throw denied('this was asked for too often');
  await waitFor(begin(context, session, slot, wish), wish.signal);
}

function begin(context: Context, session: Session, slot: Slot, { operation, scopes }: Wish): RunningStepUp {
  const { running } = context.stepUps;
  const key = slotKey(slot);
  context.health.noteWantedScope(slot, scopes.join(' '), operation);
  const opening = connect(context, session, slot.serverId);
  const attempt = context.attempts.active(slot);
  const begun: RunningStepUp = {
    scopes,
    outcome: answerOf(context, slot, { opening, attempt, scopes }).finally(() => running.delete(key)),
    waiting: 0,
    giveUp: () => {
      if (attempt && context.attempts.active(slot) === attempt) cancelConnect(context, session, slot.serverId);
    },
  };
  running.set(key, begun);
  return begun;
}

interface Question {
  /** Ends when the person is being asked. */
  opening: Promise<void>;
  attempt: Attempt | undefined;
  scopes: readonly string[];
}

async function answerOf(context: Context, slot: Slot, { opening, attempt, scopes }: Question): Promise<void> {
  await opening;
  if (attempt) await whenAborted(attempt.signal);
  if (context.attempts.last(slot) !== attempt) throw new Fault('cancelled', 'the sign-in was given up');
  const error = attempt?.error;
  if (error?.code === 'access_denied') {
    context.stepUps.deny(slot, scopes);
    throw denied('the person said no');
  }
  if (error) throw new Fault(error.code, 'the sign-in for more access failed', error);
  // Less was granted than was asked for: whoever decided that is not asked again at once.
  const missing = missingScopes(grantedScope(context, slot), scopes.join(' '));
  if (missing.length > 0) context.stepUps.deny(slot, missing);
}

async function waitFor(running: RunningStepUp, signal: AbortSignal): Promise<void> {
  running.waiting++;
  try {
    await untilAborted(signal, running.outcome);
  } finally {
    if (--running.waiting === 0) running.giveUp();
  }
}

async function untilAborted(signal: AbortSignal, outcome: Promise<void>): Promise<void> {
  await Promise.race([outcome, whenAborted(signal)]);
  if (signal.aborted) throw new Fault('cancelled', 'the call was cancelled');
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function denied(message: string): Fault {
  return new Fault('more_access_denied', message);
}
