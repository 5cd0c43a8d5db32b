import { Fault } from '../../base/fault.ts';
import { answerEndpoints, identifiesIssuer, type InteractiveGrant } from '../../oauth/answer-endpoints.ts';
import { isSameOperator } from '../../oauth/operators.ts';
import { isSameHost, isSameSite } from '../../oauth/same-site.ts';
import type { HostPair } from '../../store/allowed-hosts.ts';
import type { ApprovedPage } from '../state/approved-page.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Context } from '../context.ts';
import type { Discovery } from '../state/discovery.ts';

interface Page {
  attempt: Pick<Attempt, 'slot' | 'stoppedFor'>;
  discovery: Discovery;
  grant: InteractiveGrant;
  url: URL;
}

/**
 * Lets the browser open a page only if the same operator receives the response: an authorization server that names
 * another one's page with its own token endpoint would receive the other one's code (mix-up, RFC 9700 section 4.4).
 * Throws `hosts_differ` with both hosts if they are of different sites, the response does not identify its issuer, and
 * the workspace has not allowed this pair.
 */
export async function approvePage(context: Context, { attempt, discovery, grant, url }: Page): Promise<ApprovedPage> {
  const pair = await unapprovedHosts(context, attempt.slot, { discovery, grant, url });
  if (!pair) return url as ApprovedPage;
  attempt.stoppedFor = pair;
  throw new Fault('hosts_differ', `${pair.browserHost} and ${pair.answerHost} do not belong together`, {
    values: { ...pair },
  });
}

/** The first pair of a page's host and an endpoint's host that the user has to allow; undefined if there is none. */
export async function unapprovedHosts(
  { store }: Context,
  { workspaceId }: { workspaceId: string },
  { discovery, grant, url }: Omit<Page, 'attempt'>,
): Promise<HostPair | undefined> {
  const { authorizationServer, isManual } = discovery;
  // The user has entered these endpoints, so they are already chosen.
  if (isManual || identifiesIssuer(authorizationServer, grant)) return undefined;
  const { issuer } = authorizationServer;
  // Same-site is enough only for pages on the issuer's own site. On others, equal hosts are required: large sites have
  // hosts where third parties receive requests (webhooks, scripts), and any metadata can name those.
  const belongTogether = (await isSameSite(new URL(issuer), url)) ? isSameSite : isSameHost;
  for (const endpoint of answerEndpoints(authorizationServer, grant)) {
    if ((await belongTogether(url, endpoint)) || isSameOperator(url, endpoint)) continue;
    const pair = { issuer, browserHost: url.host, answerHost: endpoint.host };
    if (!store.allowedHosts.has(workspaceId, pair)) return pair;
  }
  return undefined;
}
