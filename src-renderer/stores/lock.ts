import { create } from 'zustand';
import type { LockView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface LockState {
  lock: LockView | null;
  /** When the next passphrase may be tried, on the clock of `performance.now()`, which cannot be set; 0 for at once. */
  opensAt: number;
}

/** What main says about the lock. Null until it has said something. */
export const useLock = create<LockState>(() => ({ lock: null, opensAt: 0 }));

export function setLock(lock: LockView): void {
  useLock.setState({ lock, opensAt: lock.wait === 0 ? 0 : performance.now() + lock.wait });
}

export const isLocked = ({ lock }: Pick<LockState, 'lock'>): boolean => lock?.state === 'locked';

/** What becomes of it arrives as an event, to every window. */
export function lockNow(): void {
  void request('lock:now');
}
