import { Fault } from '../fault.ts';
import { answerEndpoints, namesItself, type PersonGrant } from '../oauth/answer-endpoints.ts';
import { isOneOperator } from '../oauth/operators.ts';
import { isSameHost, isSameSite } from '../oauth/same-site.ts';
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
 * Throws `hosts_differ` with both hosts where they do not belong together, the answer does not name who gave it, and no
 * person of the workspace has allowed this pair.
 */
export async function approvePage(context: Context, { attempt, discovery, grant, url }: Page): Promise<ApprovedPage> {
  const pair = await unapprovedHosts(context, attempt.slot, { discovery, grant, url });
  if (!pair) return url as ApprovedPage;
  attempt.stoppedFor = pair;
  throw new Fault('hosts_differ', `${pair.browserHost} and ${pair.answerHost} do not belong together`, {
    values: { ...pair },
  });
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
  const { issuer } = authorizationServer;
  // Hosts of one site belong together by the word of that site alone: the large ones have hosts at which strangers
  // receive what is sent there, as for web hooks and scripts, and anyone can publish metadata that name those.
  const belongTogether = (await isSameSite(new URL(issuer), url)) ? isSameSite : isSameHost;
  for (const endpoint of answerEndpoints(authorizationServer, grant)) {
    if ((await belongTogether(url, endpoint)) || isOneOperator(url, endpoint)) continue;
    const pair = { issuer, browserHost: url.host, answerHost: endpoint.host };
    if (!store.allowedHosts.has(workspaceId, pair)) return pair;
  }
  return undefined;
}
