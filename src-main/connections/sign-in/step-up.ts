import { Fault } from '../../base/fault.ts';
import { missingScopes } from '../../oauth/scopes.ts';
import type { Attempt } from '../state/attempts.ts';
import { cancelConnect } from './cancel.ts';
import { connect } from './connect.ts';
import type { Context } from '../context.ts';
import { grantedScope } from '../tokens/granted-scope.ts';
import { requireServer, slotKey, slotOf, type Session, type Slot } from '../slot.ts';
import type { RunningStepUp } from '../state/step-ups.ts';
import { whenAborted } from '../../base/when-aborted.ts';

interface StepUpRequest {
  /** The name of the tool that needs the scopes. */
  operation: string;
  /** The missing scopes. */
  scopes: readonly string[];
  /** Cancels the wish; the sign-in is cancelled too unless other calls wait for it. */
  signal: AbortSignal;
}

/**
 * Asks the user for more scopes and waits for the result: a sign-in with the granted and the missing scopes (MCP
 * 2026-07-28, step-up authorization). Calls whose scopes are already being requested share that sign-in. Throws
 * `more_access_denied` if the user declines or declined the same before, or if the tool asked too often; `cancelled`;
 * and whatever else ended the sign-in.
 */
export async function stepUp(
  context: Context,
  session: Session,
  serverId: string,
  request: StepUpRequest,
): Promise<void> {
  const slot = slotOf(session, requireServer(context.store, session, serverId));
  const { running } = context.stepUps;
  const key = slotKey(slot);
  for (let other = running.get(key); other; other = running.get(key)) {
    if (missingScopes(other.scopes.join(' '), request.scopes.join(' ')).length === 0)
      return waitFor(other, request.signal);
    // One step-up per slot at a time, as there is one browser and one user.
    await untilAborted(
      request.signal,
      other.outcome.catch(() => undefined),
    );
  }
  if (context.stepUps.isDenied(slot, request.scopes)) throw denied('the person said no to this before');
  if (!context.stepUps.admit(slot, request.operation, context.now())) throw denied('this was asked for too often');
  await waitFor(startStepUp(context, session, slot, request), request.signal);
}

function startStepUp(
  context: Context,
  session: Session,
  slot: Slot,
  { operation, scopes }: StepUpRequest,
): RunningStepUp {
  const { running } = context.stepUps;
  const key = slotKey(slot);
  context.health.noteWantedScope(slot, scopes.join(' '), operation);
  const opening = connect(context, session, slot.serverId);
  const attempt = context.attempts.active(slot);
  const started: RunningStepUp = {
    scopes,
    outcome: answerOf(context, slot, { opening, attempt, scopes }).finally(() => running.delete(key)),
    waiting: 0,
    giveUp: () => {
      if (attempt && context.attempts.active(slot) === attempt) cancelConnect(context, session, slot.serverId);
    },
  };
  running.set(key, started);
  return started;
}

interface StepUpContext {
  /** Resolves when `connect` returns. */
  opening: Promise<void>;
  attempt: Attempt | undefined;
  scopes: readonly string[];
}

async function answerOf(context: Context, slot: Slot, { opening, attempt, scopes }: StepUpContext): Promise<void> {
  await opening;
  if (attempt) await whenAborted(attempt.signal);
  if (context.attempts.last(slot) !== attempt) throw new Fault('cancelled', 'the sign-in was given up');
  const error = attempt?.error;
  if (error?.code === 'access_denied') {
    context.stepUps.deny(slot, scopes);
    throw denied('the person said no');
  }
  if (error) throw new Fault(error.code, 'the sign-in for more access failed', error);
  // Less was granted than requested: record that as a denial, so that the same is not requested again at once.
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

function denied(message: string): Fault {
  return new Fault('more_access_denied', message);
}
