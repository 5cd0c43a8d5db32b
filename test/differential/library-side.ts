import { randomUUID } from 'node:crypto';
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
} from '@modelcontextprotocol/client';
import { toolCall, type Side, type SignIn, type Site } from './side.ts';
import { Stopwatch } from './stopwatch.ts';

/** No server listens there: the redirect is read, not followed. */
const redirectUrl = 'http://127.0.0.1:49152/callback';

/** The library's storage, in memory, with everything that spares it requests. */
class MemoryProvider implements OAuthClientProvider {
  readonly redirectUrl: string;
  readonly clientMetadataUrl?: string;
  authorizationUrl: URL | undefined;
  #client: OAuthClientInformationMixed | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';
  #discovery: OAuthDiscoveryState | undefined;

  constructor({ client, clientMetadataUrl }: Site) {
    this.redirectUrl = client?.redirectUri ?? redirectUrl;
    if (clientMetadataUrl !== undefined) this.clientMetadataUrl = clientMetadataUrl;
    if (client) this.#client = { client_id: client.id, ...(client.secret && { client_secret: client.secret }) };
  }

  get clientMetadata() {
    return {
      client_name: 'Library',
      redirect_uris: [this.redirectUrl],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    };
  }

  state = () => randomUUID();
  // The library needs the issuer of the client, and warns where it is missing.
  clientInformation = (context?: { issuer: string }) => this.#client && { ...this.#client, ...context };
  saveClientInformation = (client: OAuthClientInformationMixed) => void (this.#client = client);
  tokens = () => this.#tokens;
  saveTokens = (tokens: OAuthTokens) => void (this.#tokens = tokens);
  redirectToAuthorization = (url: URL) => void (this.authorizationUrl = url);
  codeVerifier = () => this.#verifier;
  saveCodeVerifier = (verifier: string) => void (this.#verifier = verifier);
  discoveryState = () => this.#discovery;
  saveDiscoveryState = (discovery: OAuthDiscoveryState) => void (this.#discovery = discovery);
}

/** The library's own sign-in, as its documentation has it: connect, be refused, finish, connect again. */
export const signInWithLibrary: SignIn = async (site) => {
  const provider = new MemoryProvider(site);
  const clock = new Stopwatch();
  const client = await connectOrAsk(site, provider, clock);
  const side: Side = {
    async use() {
      const { tools } = await client.listTools();
      const { content } = await client.callTool(toolCall);
      return {
        tools: tools.map(({ name }) => name),
        text: content.map((one) => ('text' in one ? one.text : '')).join(),
      };
    },
    close: () => client.close(),
  };
  const used = await side.use();
  return { side, outcome: { ...used, milliseconds: clock.milliseconds } };
};

async function connectOrAsk(site: Site, provider: MemoryProvider, clock: Stopwatch): Promise<Client> {
  const first = open(site, provider);
  try {
    return await first.connect();
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
  }
  const { authorizationUrl } = provider;
  if (!authorizationUrl) throw new Error('the library asked nobody');
  const back = await clock.without(() => site.person(authorizationUrl));
  await first.transport.finishAuth(new URL(back).searchParams);
  return open(site, provider).connect();
}

function open(site: Site, authProvider: OAuthClientProvider) {
  const client = new Client({ name: 'Library', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const transport = new StreamableHTTPClientTransport(new URL(site.url), { authProvider });
  return { transport, connect: () => client.connect(transport).then(() => client) };
}
