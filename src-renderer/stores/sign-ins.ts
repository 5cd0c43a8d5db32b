import { create } from 'zustand';
import type { ErrorView, RedirectForm, ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useServers } from './servers.ts';
import { openDialog } from './window.ts';

interface SignInsState {
  /** Servers with a pending `connections:connect`. */
  asking: Record<string, true>;
  /** The error of the last sign-in, shown next to the button until the next try. */
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

/**
 * Starts a sign-in. Its progress arrives as events; only a failure to start is stored here. Where only a key signs in,
 * asks the user for it.
 */
export async function signIn(
  serverId: string,
  options: { returnPath?: RedirectForm; registerAgain?: boolean; withoutConsent?: boolean } = {},
): Promise<void> {
  if (useServers.getState().servers[serverId]?.grantType === 'key') {
    openDialog({ kind: 'key', serverId });
    return;
  }
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

/** The last attempt's error is more specific, so the request's error is only shown without one. */
export function unreportedError(server: ServerView, error: ErrorView | undefined): ErrorView | undefined {
  if (!error || error.code === 'cancelled') return undefined;
  return server.lastAttempt?.error?.code === error.code ? undefined : error;
}
