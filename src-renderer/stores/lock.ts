import { create } from 'zustand';
import type { LockView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface LockState {
  lock: LockView | null;
  /**
   * When the next passphrase may be tried, in terms of `performance.now()`, which clock changes do not affect; 0 for at
   * once.
   */
  opensAt: number;
}

/** The lock's state. Null until main has reported it. */
export const useLock = create<LockState>(() => ({ lock: null, opensAt: 0 }));

export function setLock(lock: LockView): void {
  useLock.setState({ lock, opensAt: lock.wait === 0 ? 0 : performance.now() + lock.wait });
}

export const isLocked = ({ lock }: Pick<LockState, 'lock'>): boolean => lock?.state === 'locked';

/** The new state arrives in every window as an event. */
export function lockNow(): void {
  void request('lock:now');
}
