import { Fault } from '../fault.ts';
import { answerEndpoints, namesItself, type PersonGrant } from '../oauth/answer-endpoints.ts';
import { isOneOperator } from '../oauth/operators.ts';
import { isSameSite } from '../oauth/same-site.ts';
import type { HostPair } from '../store/allowed-hosts.ts';
import type { ApprovedPage } from './approved-page.ts';
import type { Attempt } from './attempts.ts';
import type { Context } from './context.ts';
import type { Discovery } from './discover.ts';

interface Page {
  attempt: Pick<Attempt, 'slot' | 'stoppedFor'>;
  discovery: Discovery;
  grant: PersonGrant;
  url: URL;
}

/**
 * Lets the browser go to a page only where whoever runs it also gets the answer: an authorization server that names
 * another one's page and a token endpoint of its own would get the other one's code (mix-up, RFC 9700 section 4.4).
 * Throws `hosts_differ` with both hosts where they are of two sites, the answer does not name who gave it, and no
 * person of the workspace has allowed this pair.
 */
export async function approvePage(context: Context, { attempt, discovery, grant, url }: Page): Promise<ApprovedPage> {
  const pair = await unapprovedHosts(context, attempt.slot, { discovery, grant, url });
  if (!pair) return url as ApprovedPage;
  attempt.stoppedFor = pair;
  throw new Fault('hosts_differ', `${pair.browserHost} and ${pair.answerHost} are two sites`, { values: { ...pair } });
}

/** The first pair of a page and of what gets its answer that a person has to allow; undefined where there is none. */
export async function unapprovedHosts(
  { store }: Context,
  { workspaceId }: { workspaceId: string },
  { discovery, grant, url }: Omit<Page, 'attempt'>,
): Promise<HostPair | undefined> {
  const { authorizationServer, typed } = discovery;
  // Endpoints that a person typed are their own choice.
  if (typed || namesItself(authorizationServer, grant)) return undefined;
  for (const endpoint of answerEndpoints(authorizationServer, grant)) {
    if ((await isSameSite(url, endpoint)) || isOneOperator(url, endpoint)) continue;
    const { issuer } = authorizationServer;
    const pair = { issuer, browserHost: url.host, answerHost: endpoint.host };
    if (!store.allowedHosts.has(workspaceId, pair)) return pair;
  }
  return undefined;
}
