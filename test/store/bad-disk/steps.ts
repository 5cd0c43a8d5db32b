import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openVaultedStore, type OpenedStore } from '../../../src-main/app/open-vaulted-store.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { StoreError } from '../../../src-main/store/errors.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';

export const project = join(import.meta.dirname, '../../..');
export const canary = 'canary-51c0de';
export const now = Date.parse('2026-05-03T14:05:00Z');

/** The input of a process that works on a disk which refuses writes. */
export interface Order {
  step: keyof typeof steps;
  folder: string;
  /** The folder of `migrations`. */
  root: string;
  /** The user, where permissions do not bind the user of the tests. */
  uid?: number;
}

/** The outcome. */
export interface Report {
  /** Undefined where the step was done. */
  error?: { name: string; code: unknown; cause: unknown; said: string };
  /** How often a renewal was stored, and the last token that was. */
  renewed: number;
  lastToken?: string;
}

export const openOn = ({ folder, root }: Pick<Order, 'folder' | 'root'>): Promise<OpenedStore> =>
  openVaultedStore({ folder, root, keyring: wrappingKeyring, now: () => now });

/** What is done on the disk. The rest of a start is the same for all. */
const steps = {
  open: () => undefined,
  /** Until the disk is full. */
  renew({ store, first }: OpenedStore, report: Report) {
    const [server] = store.servers.list(first.workspace.id);
    for (let at = 0; at < 5000; at += 1) {
      const before = store.tokenSets.get(server?.id ?? '', null);
      const token = `${canary} renewed ${at} ${randomBytes(6000).toString('hex')}`;
      store.tokenSets.replaceTokens(before?.id ?? '', before?.refreshToken, {
        accessToken: new Secret(token),
        refreshToken: new Secret(`${canary} refresh ${at}`),
        scope: 'read',
        issuedAt: now,
      });
      report.renewed += 1;
      report.lastToken = token;
    }
  },
  rotate: ({ keys }: OpenedStore) => keys.rotate(),
} satisfies Record<string, (opened: OpenedStore, report: Report) => unknown>;

export async function take(order: Order): Promise<Report> {
  const report: Report = { renewed: 0 };
  let opened: OpenedStore | undefined;
  try {
    opened = await openOn(order);
    await steps[order.step](opened, report);
  } catch (error) {
    report.error = described(error);
  }
  try {
    opened?.close();
  } catch {
    // What could not be written then cannot be written now either.
  }
  return report;
}

function described(error: unknown): NonNullable<Report['error']> {
  const { code, cause } = error as { code?: unknown; cause?: Error & { code?: unknown } };
  const name = error instanceof StoreError ? 'StoreError' : String(error);
  return { name, code, cause: cause?.code, said: `${String(error)} ${cause?.message}` };
}
