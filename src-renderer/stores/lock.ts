import { create } from 'zustand';
import type { LockView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface LockState {
  lock: LockView | null;
}

/** What main says about the lock. Null until it has said something. */
export const useLock = create<LockState>(() => ({ lock: null }));

export const isLocked = ({ lock }: LockState): boolean => lock?.state === 'locked';

/** What becomes of it arrives as an event, to every window. */
export function lockNow(): void {
  void request('lock:now');
}
