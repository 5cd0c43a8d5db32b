import { json } from '../support/scripted-server.ts';
import { scriptedSite, type ScriptedSite } from '../support/scripted-site.ts';
import { answerTime } from './compare.ts';
import { RoundTrips } from './round-trips.ts';
import { scriptedTools } from './scripted-tools.ts';
import type { Site } from './side.ts';

export const wellKnown = '/.well-known/oauth-protected-resource';

interface Layout {
  /** The path of the protected resource metadata; a header names it where it is not well-known. */
  announced?: string;
  /** The path of the authorization server's metadata; `*` is the path of the issuer. */
  described?: string;
  issuerPath?: string;
}

/** A scripted server and authorization server whose documents are where a layout has them, and nowhere else. */
export async function scriptedLayout({
  announced = `${wellKnown}/mcp`,
  described = '/.well-known/oauth-authorization-server*',
  issuerPath = '',
}: Layout = {}): Promise<{ trips: RoundTrips; scripted: ScriptedSite; site: Site }> {
  const trips = new RoundTrips(answerTime);
  const scripted = await scriptedSite(trips.between);
  const { server, authorization, url, metadata, redirect } = scripted;
  const issuer = authorization.origin + issuerPath;
  const named = !announced.startsWith('/.well-known');
  server.routes = {
    '/mcp': scriptedTools(named ? `Bearer resource_metadata="${server.origin}${announced}"` : undefined),
    [announced]: json({ resource: url, authorization_servers: [issuer] }),
  };
  Object.assign(metadata, openId(issuer), { issuer, response_types_supported: ['code'] });
  delete authorization.routes['/.well-known/oauth-authorization-server'];
  authorization.routes[described.replace('*', issuerPath)] = () => ({ json: metadata });
  const person = (page: URL) => Promise.resolve(redirect(page, { iss: issuer }));
  return { trips, scripted, site: { url, person } };
}

/** The members that OpenID Connect Discovery requires in addition. */
const openId = (issuer: string) => ({
  jwks_uri: `${issuer}/jwks`,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
});
