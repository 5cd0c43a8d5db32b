import {
  defaultSettings,
  understandAddress,
  type DiscoveryView,
  type LookUpSettings,
  type StepView,
} from '../../../src-preload/contract.ts';
import type { Context } from '../context.ts';
import { discoverCached } from '../discovery/discover-cached.ts';
import { withRegistration } from '../discovery/with-registration.ts';
import { isNoServer, nearbyAddresses, withNearbyAddress } from '../discovery/nearby-addresses.ts';
import { invalidate } from '../invalidate.ts';
import { nameFromAddress } from '../servers/server-address.ts';
import { checkHeaders, checkTogether, plainChanges } from '../servers/setting-changes.ts';
import { typedAddress } from '../servers/servers.ts';
import type { Discovery } from '../state/discovery.ts';
import { signInPlan, type Subject } from './sign-in-plan.ts';
import { requireServer, type Session } from '../slot.ts';

export type DryRunInput = { refresh?: boolean | undefined } & (
  | { serverId: string }
  | { url: string; settings?: LookUpSettings | undefined }
);

/**
 * Shows what a sign-in would do, for a server or an address that may become one: runs the same requests up to
 * registration, and stores nothing. The sign-in that follows uses the cached result. Throws what discovery throws,
 * `issuer_changed` as the sign-in would, `request_invalid` for settings that cannot be saved, and an AbortError when
 * the signal aborts. `onSteps` is called after each change of the steps so far.
 */
export async function dryRun(
  context: Context,
  session: Session,
  input: DryRunInput,
  { signal } = new AbortController(),
  onSteps?: (steps: readonly StepView[]) => void,
): Promise<DiscoveryView> {
  const entered =
    'serverId' in input ? requireServer(context.store, session, input.serverId) : addressOf(context, session, input);
  if (input.refresh) invalidate(context, { what: 'discovery', server: entered });
  let steps: readonly StepView[] = [];
  const options = {
    signal,
    onSteps(found: readonly StepView[]) {
      steps = found;
      onSteps?.(found);
    },
  };
  const { subject, discovery } = await ('serverId' in input
    ? discoverSaved(context, entered, options)
    : discoverEntered(context, entered, input.url, options));
  const { url } = subject;
  const name = 'serverId' in input ? subject.name : (ownName(steps) ?? subject.name);
  return {
    url,
    name,
    requiresSignIn: discovery !== undefined,
    steps: steps.map((step) => ({ ...step, facts: { ...step.facts } })),
    ...(discovery && {
      plan: await signInPlan(context, subject, await withRegistration(context, subject, discovery, signal)),
    }),
  };
}

type Options = Parameters<typeof discoverCached>[2];
type Discovered = { subject: Subject; discovery: Discovery | undefined };

async function discoverSaved(context: Context, subject: Subject, options: Options): Promise<Discovered> {
  try {
    return { subject, discovery: await discoverCached(context, subject, options) };
  } catch (error) {
    throw await withNearbyAddress(context, subject, error, options.signal);
  }
}

/** At the address that was entered, else at one nearby where a server is. */
async function discoverEntered(
  context: Context,
  subject: Subject,
  typed: string,
  options: Options,
): Promise<Discovered> {
  const at = async (place: Subject) => ({ subject: place, discovery: await discoverCached(context, place, options) });
  try {
    return await at(subject);
  } catch (error) {
    const guessed = understandAddress(typed)?.guessedHttps === true;
    for (const url of nearbyAddresses(new URL(subject.url), error, guessed)) {
      try {
        return await at({ ...subject, url: url.href });
      } catch (other) {
        if (!isNoServer(other)) throw other;
      }
    }
    throw error;
  }
}

function addressOf(
  context: Context,
  session: Session,
  input: { url: string; settings?: LookUpSettings | undefined },
): Subject {
  const url = typedAddress(context, session, input.url);
  const { headers, ...said } = input.settings ?? {};
  const settings = { ...defaultSettings, ...plainChanges(said) };
  checkTogether(settings);
  if (headers) checkHeaders(headers);
  const { workspaceId } = session;
  return {
    ...settings,
    clientIssuer: null,
    workspaceId,
    url: url.href,
    name: nameFromAddress(url),
    ...(headers && { headers }),
  };
}

/** The server's own name, from the last response that contained one. */
function ownName(steps: readonly StepView[]): string | undefined {
  const names = steps.map(({ facts }) => facts['name']).filter((name) => typeof name === 'string');
  return names.at(-1);
}
