import * as z from 'zod/mini';
import type { LockRequests } from '../../../src-preload/contract/lock.ts';
import { forgetSecrets } from '../../connections/sign-out/forget-secrets.ts';
import { Fault } from '../../base/fault.ts';
import { noInput, boundedText } from '../../base/schema.ts';
import type { Area } from '../area.ts';

const passphrase = boundedText(1000);

/** The lock is per computer, not per profile: the passphrase protects it, not a role. */
export const lock: Area<LockRequests> = {
  'lock:describe': {
    input: noInput,
    whileLocked: true,
    answer: ({ lock }) => lock.view(),
  },
  'lock:now': {
    input: noInput,
    whileLocked: true,
    answer({ lock }) {
      lock.lock();
      return lock.view();
    },
  },
  'lock:unlock': {
    input: z.strictObject({ passphrase }),
    whileLocked: true,
    async answer({ lock }, _requester, input) {
      await lock.unlock(input.passphrase);
      return lock.view();
    },
  },
  'lock:unlock-by-system': {
    input: noInput,
    whileLocked: true,
    async answer({ lock }) {
      await lock.unlockBySystem();
      return lock.view();
    },
  },
  'lock:set-up': {
    input: z.strictObject({ passphrase, current: z.exactOptional(passphrase) }),
    // Where the administrator requires a passphrase and there is none, choosing one unlocks.
    whileLocked: true,
    async answer({ lock }, _requester, input) {
      if (lock.isLocked && lock.view().needsPassphrase !== true) throw new Fault('locked', 'set-up while locked');
      await lock.setUp(input.passphrase, input.current);
      return lock.view();
    },
  },
  'lock:remove': {
    input: z.strictObject({ passphrase }),
    async answer({ lock }, _requester, input) {
      await lock.remove(input.passphrase);
      return lock.view();
    },
  },
  'lock:forget': {
    input: noInput,
    whileLocked: true,
    async answer({ context, lock, askToForget }) {
      if (!lock.isLocked || !(await askToForget())) return lock.view();
      await forgetSecrets(context);
      lock.forget();
      return lock.view();
    },
  },
};
