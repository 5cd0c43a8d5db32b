import { create } from 'zustand';
import type { ErrorView, ReturnPath, ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface SignInsState {
  /** Servers whose `connections:connect` has not been answered yet. */
  asking: Record<string, true>;
  /** What the last one was answered with, where it failed: shown next to the button until the next try. */
  errors: Record<string, ErrorView>;
}

export const useSignIns = create<SignInsState>(() => ({ asking: {}, errors: {} }));

function without<Value>(record: Record<string, Value>, key: string): Record<string, Value> {
  const { [key]: _, ...rest } = record;
  return rest;
}

export function forgetSignInError(serverId: string): void {
  useSignIns.setState(({ errors }) => ({ errors: without(errors, serverId) }));
}

/** Starts a sign-in. What becomes of it arrives as events; only a refusal to start is kept here. */
export async function signIn(
  serverId: string,
  options: { returnPath?: ReturnPath; registerAgain?: boolean } = {},
): Promise<void> {
  useSignIns.setState(({ asking, errors }) => ({
    asking: { ...asking, [serverId]: true },
    errors: without(errors, serverId),
  }));
  const result = await request('connections:connect', { serverId, ...options });
  useSignIns.setState(({ asking, errors }) => ({
    asking: without(asking, serverId),
    errors: result.ok ? errors : { ...errors, [serverId]: result.error },
  }));
}

/** The last attempt's own report says more than the reply to the click, so the reply is shown only without one. */
export function unreportedError(server: ServerView, error: ErrorView | undefined): ErrorView | undefined {
  if (!error || error.code === 'cancelled') return undefined;
  return server.lastAttempt?.error?.code === error.code ? undefined : error;
}
