import * as z from 'zod/mini';
import { Fault } from '../base/fault.ts';

const product = 'keyfob';

/** A release: three numbers, without a suffix. */
const versionPattern = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));

/** Members that are not known are left out: a later Keyfob may add some. */
const schema = z.object({
  product: z.string().check(z.maxLength(100)),
  version: z.string().check(z.regex(versionPattern)),
  /** Rises with every manifest, so that an old one cannot be served again. */
  counter: z.int().check(z.positive()),
  date: time,
  expires: time,
  files: z
    .array(
      z.object({
        name: z.string().check(z.regex(/^[\w.+-]{1,200}$/)),
        sha512: z.string().check(z.regex(/^[\da-f]{128}$/)),
      }),
    )
    .check(z.minLength(1), z.maxLength(100)),
});

/** What a publisher says of the newest release. */
export type Manifest = z.infer<typeof schema>;

/** The manifest that was accepted last. */
export interface Accepted {
  counter: number;
  version: string;
}

/** Reads a manifest whose signature was verified. Throws `update_malformed` or `update_other_product`. */
export function readManifest(bytes: Uint8Array): Manifest {
  const read = schema.safeParse(parsed(bytes));
  if (!read.success) throw new Fault('update_malformed', `no manifest: ${z.prettifyError(read.error)}`);
  const { data } = read;
  if (data.product !== product) throw new Fault('update_other_product', `a manifest of ${data.product}`);
  if (Number.isNaN(Date.parse(data.date)) || Number.isNaN(Date.parse(data.expires)))
    throw new Fault('update_malformed', 'a manifest with a date that does not exist');
  return data;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Fault('update_malformed', 'the manifest is no JSON', { cause });
  }
}

interface Judging {
  /** The running version. */
  running: string;
  /** In milliseconds. */
  now: number;
  accepted: Accepted | undefined;
}

/**
 * Throws `update_rolled_back` for a manifest from before the accepted one, `update_expired` once its time is over, and
 * `update_older` where it offers a version before the running one.
 */
export function judgeManifest({ counter, version, expires }: Manifest, { running, now, accepted }: Judging): void {
  if (accepted && (counter < accepted.counter || (counter === accepted.counter && version !== accepted.version)))
    throw new Fault('update_rolled_back', `manifest ${counter} after ${accepted.counter}`);
  if (Date.parse(expires) <= now) throw new Fault('update_expired', `the manifest was valid until ${expires}`);
  if (compareVersions(version, running) < 0)
    throw new Fault('update_older', `${version} is offered to ${running}`, { values: { version } });
}

/** Below 0 if `a` is the earlier version. A suffix such as `-beta.1` does not count: manifests have none. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [numbersOf(a), numbersOf(b)];
  const at = first.findIndex((number, index) => number !== second[index]);
  return at === -1 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
}

const numbersOf = (version: string) => (version.split(/[-+]/)[0] ?? '').split('.').map(Number);
