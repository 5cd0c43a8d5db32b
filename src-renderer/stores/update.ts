import { create } from 'zustand';
import type { Result, UpdateView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface UpdateState {
  update: UpdateView | null;
  /** The version whose offer the user has closed in this window. */
  closedOffer: string | null;
}

/** Whether a newer Keyfob is published, or was installed under this one. */
export const useUpdate = create<UpdateState>(() => ({ update: null, closedOffer: null }));

export async function loadUpdate(): Promise<void> {
  apply(await request('update:describe'));
}

export async function checkForUpdates(): Promise<Result<UpdateView>> {
  return apply(await request('update:check'));
}

/** The user has read what is new. */
export async function closeNews(): Promise<void> {
  apply(await request('update:close-news'));
}

export function closeOffer(version: string): void {
  useUpdate.setState({ closedOffer: version });
}

export function applyUpdate(update: UpdateView): void {
  useUpdate.setState({ update });
}

function apply(result: Result<UpdateView>): Result<UpdateView> {
  if (result.ok) applyUpdate(result.value);
  return result;
}
