import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { requestDeviceAuthorization } from '../../src-main/oauth/device-authorization.ts';
import { pushAuthorizationRequest } from '../../src-main/oauth/pushed-authorization-request.ts';
import { registerClient } from '../../src-main/oauth/client-registration.ts';
import { revokeToken } from '../../src-main/oauth/token-revocation.ts';
import { refreshTokens } from '../../src-main/oauth/token-grants.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { scriptedServer } from '../support/scripted-server.ts';

/** The files that parse text or JSON from outside, and why that is safe: the guarded fetch has checked its answers. */
const readers: Record<string, string> = {
  'agent-doctor/ask-socket.ts': 'a line of Keyfob’s own socket, bounded in size',
  'app/build-of.ts': 'a file of our own, in the package',
  'app/local-state-key.ts': 'a file of Chromium’s in the data folder, of which one text is taken',
  'base/json-tokens.ts': 'strings of a text that was read as JSON before',
  'base/read-managed.ts': 'the file of the administrator, bounded in size, by a strict schema',
  'base/server-words.ts': 'a refusal of the session fetch, of which one sentence is shown as text',
  'bridge/access/grant-tool.ts': 'a definition of a tool that Keyfob wrote as JSON itself',
  'bridge/access/looked-at-tools.ts': 'definitions of tools that Keyfob stored, sealed',
  'bridge/access/tool-definition.ts': 'a definition of a tool that Keyfob wrote as JSON itself',
  'bridge/listener/forwarded-caller.ts': 'a pattern that Keyfob stored',
  'bridge/pump/requests/shown-tools.ts': 'a list of tools that the guarded fetch brought, within its limits',
  'ipc/areas/page.ts': 'what a page of Keyfob’s own keeps',
  'wiring/plan-undo.ts': 'an entry that Keyfob wrote and stored',
  'bridge/caller/interpreted-program.ts':
    'a manifest of a program on this computer, bounded in size, of which the name is taken',
  'bridge/listener/hello.ts': 'the first line of a connection, of at most 4 kB, whose members are taken one by one',
  'bridge/listener/who.ts': 'what a program of our own prints',
  'bridge/lists/list-cache.ts': 'a sealed value of our own, from the store',
  'bridge/pump/agent/messages.ts':
    'a line of a program that runs as the user, bounded in size; only what routes a message is read',
  'bridge/pump/modern/aged.ts': 'one number in a result that was parsed before',
  'bridge/pump/requests/fetch-list.ts': 'a list of the session fetch, which checks JSON on its way',
  'bridge/pump/requests/own-answers.ts': 'one member of a result that was parsed before',
  'bridge/upstream/wire/json-spans.ts': 'the names in a message that was parsed before',
  'bridge/upstream/wire/messages.ts':
    'a response of the session fetch, which checks JSON on its way; only what routes a message is read',
  'clients/parse-config.ts':
    'files of other programs on this computer, bounded in size; of what they say, addresses and names are taken',
  'connections/discovery/probe-answer.ts': 'a response of the session fetch, which checks JSON on its way',
  'connections/server-headers.ts': 'headers that a person entered, from the store',
  'connections/servers/servers-document.ts':
    'a file that the user chose, bounded in size and depth before it is parsed',
  'bridge/start-bridge.ts': 'the pattern of a program, which Keyfob itself stored',
  'connections/tokens/read-assertion.ts': 'a file that the user chose, of which the claims are read',
  'history/kept-content.ts': 'what Keyfob itself has written, from its sealed file',
  'ipc/history-calls.ts': 'what Keyfob itself has written, from its sealed file',
  'mcp/server-icon.ts': 'a picture of the origin of the server, bounded in size, of known kinds',
  'mcp/tool-inputs.ts': 'what the window has sent, from the sealed store',
  'mcp/forgotten-session.ts': 'a refusal of the session fetch, which checks JSON on its way, and what Keyfob has sent',
  'mcp/open-session.ts': 'a refusal of the session fetch, to tell whether it is JSON-RPC',
  'mcp/bearer-fetch.ts': 'a refusal of the session fetch, of which one sentence is shown as text',
  'mcp/refusals-as-faults.ts': 'a refusal of the session fetch, of which one sentence is shown as text',
  'mcp/refused-streams.ts': 'what Keyfob itself has sent',
  'oauth/dpop.ts': 'a key of our own making',
  'oauth/essential-answer.ts': 'an answer of the token fetch',
  'oauth/id-token.ts': 'a part of an answer of the token fetch, whose claims are taken one by one as text',
  'oauth/json-answer.ts': 'an answer of the metadata fetch',
  'oauth/library-fetch.ts': 'an answer of the token fetch, to tell a refusal from what gives something',
  'oauth/registration-answer.ts': 'an answer of the token fetch',
  'oauth/signing-key.ts': 'a key of a person, from the store',
  'update/fetch-manifest.ts': 'bytes of the metadata fetch, which are read once their signature holds',
  'update/manifest.ts': 'bytes whose signature of the pinned key holds, by a schema',
  'update/update-state.ts': 'a file of our own, by a schema',
  'wiring/text/check-edit.ts': 'what a parser has read, as plain values',
  'wiring/text/toml-statements.ts': 'one key of a file that a parser has accepted before or refuses after',
  'shell/preferences.ts': 'a file of our own, of which only values that make sense are taken',
  'shell/window-state.ts': 'a file of our own',
};

describe('answers from outside Keyfob', () => {
  it('are parsed in these places and no others', () => {
    const sources = join(import.meta.dirname, '../../src-main');
    const reads = /JSON\.parse\(|\.json\(\)|\.text\(\)|\.arrayBuffer\(\)|\.formData\(\)|\.blob\(\)/;
    const found = readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/^(store|http)\//.test(file))
      .filter((file) => reads.test(readFileSync(join(sources, file), 'utf8')));
    expect(found.toSorted()).toEqual(Object.keys(readers).toSorted());
  });

  it('come through the guarded fetch alone', () => {
    const sources = join(import.meta.dirname, '../../src-main');
    const network =
      /from 'undici'|from 'node:(https?|http2|net|tls|dgram|dns)'|\bnet\.fetch\b|XMLHttpRequest|WebSocket/;
    const found = readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('http/'))
      .filter((file) => network.test(readFileSync(join(sources, file), 'utf8')));
    // The files that listen on this computer: for programs, at a socket of the user's, and for the browser.
    expect(found.toSorted()).toEqual([
      'agent-doctor/ask-socket.ts',
      'bridge/listener/arrivals.ts',
      'bridge/listener/conversation.ts',
      'bridge/listener/listen.ts',
      'bridge/listener/peer-queue.ts',
      'bridge/listener/socket-reader.ts',
      'bridge/listener/who.ts',
      'bridge/listening.ts',
      'redirect/long-address.ts',
      'redirect/loopback.ts',
    ]);
  });
});

describe('the OAuth library’s own parsing', () => {
  const credentials = { clientId: 'client', tokenEndpointAuthMethod: 'none' };
  const { token: fetch } = createOutbound('loopback');

  const asking = {
    token: (authorizationServer) =>
      refreshTokens({ authorizationServer, credentials, refreshToken: new Secret('r'), fetch }),
    registration: (server) => registerClient(server, 'app.keyfob:/oauth/callback', fetch),
    device: (authorizationServer) => requestDeviceAuthorization({ authorizationServer, credentials, scope: '', fetch }),
    pushed: (authorizationServer) =>
      pushAuthorizationRequest({
        authorizationServer,
        credentials,
        url: new URL(`${authorizationServer.authorization_endpoint}?x=1`),
        fetch,
      }),
    revocation: (server) => revokeToken(server, credentials, new Secret('t'), 'access_token', fetch),
  } satisfies Record<string, (server: ReturnType<typeof readAuthorizationServerMetadata>) => Promise<unknown>>;

  const endpoints = Object.keys(asking) as (keyof typeof asking)[];
  const answers: [string, string, Buffer][] = [
    ['33 deep', 'answer_malformed', Buffer.from(`{"x":${'['.repeat(32)}${']'.repeat(32)}}`)],
    ['with a byte order mark', 'answer_malformed', Buffer.from('\ufeff{}')],
    ['not UTF-8', 'answer_malformed', Buffer.from('{"x":"\xff"}', 'latin1')],
    ['larger than 64 kB', 'answer_too_large', Buffer.from(`{"x":"${'a'.repeat(65_536)}"}`)],
  ];

  const all = endpoints.flatMap((endpoint) =>
    [200, 400, 401].flatMap((status) =>
      answers.map(([words, code, body]) => [endpoint, status, words, code, body] as const),
    ),
  );

  it.each(all)(
    'never receives an answer of the %s endpoint (%i) that is %s: %s',
    async (endpoint, status, _words, code, body) => {
      const { origin } = await scriptedServer({
        '/x': () => ({ status, headers: { 'content-type': 'application/json' }, body }),
      });
      const at = `${origin}/x`;
      const server = readAuthorizationServerMetadata(origin, {
        issuer: origin,
        authorization_endpoint: at,
        token_endpoint: at,
        registration_endpoint: at,
        revocation_endpoint: at,
        device_authorization_endpoint: at,
        pushed_authorization_request_endpoint: at,
        code_challenge_methods_supported: ['S256'],
      });
      await expect(asking[endpoint](server)).rejects.toEqual(fault(code as 'answer_malformed'));
    },
  );
});
