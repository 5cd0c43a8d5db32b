import { randomUUID } from 'node:crypto';
import type { Secret } from '../../base/secret.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';
import { slotKey, type Slot } from '../slot.ts';
import { RefusedRenewals } from './refused-renewals.ts';
import type { KeyForm } from './key-form.ts';
import { UnsavedAnswers } from './unsaved-answers.ts';

/**
 * An access token, the address it is for, and the key it is bound to, if any; together they decide how it is presented.
 */
export interface AccessToken {
  token: Secret;
  serverUrl: string;
  dpopKey?: Secret | undefined;
  /** Set if this is the user's key: how it is sent. */
  keyForm?: KeyForm | undefined;
}

/**
 * The state of `accessToken` between calls: cached tokens, running renewals, and their results that are not stored yet.
 */
export class AccessTokens {
  /** Distinguishes this instance from others that renew in the same process. */
  readonly name = randomUUID();
  readonly cached = new Map<string, AccessToken & { until: number }>();
  readonly renewals = new Map<string, Promise<StoredTokenSet>>();
  readonly unsaved = new UnsavedAnswers();
  readonly refused = new RefusedRenewals();

  forget(slot: Slot): void {
    this.cached.delete(slotKey(slot));
  }

  /** Drops the cached tokens of every slot of a server. */
  forgetServer(serverId: string): void {
    for (const key of this.cached.keys()) if (key.startsWith(`${serverId} `)) this.cached.delete(key);
  }

  /** Resolves when no renewal is running, so that all results are stored before the database closes. */
  async settled(): Promise<void> {
    while (this.renewals.size > 0) await Promise.allSettled(this.renewals.values());
  }
}
