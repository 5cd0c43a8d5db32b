import { createServer } from 'node:https';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answerDevicePages } from '../fixtures/authorization-server-device.ts';
import {
  startAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { machineClient } from '../support/machine-client.ts';
import { mixUp } from '../support/mix-up.ts';
import { listening } from '../support/names-and-traps.ts';
import { selfSigned } from '../support/self-signed.ts';
import { doctor, doctorIn, fileWith, type Line } from './run-doctor.ts';

let authorization: AuthorizationServer;
let server: Awaited<ReturnType<typeof startMcpServer>>;

beforeAll(async () => {
  authorization = await startAuthorizationServer();
  server = await startMcpServer({ authorization });
});

afterAll(async () => {
  await server.close();
  await authorization.close();
});

/** Servers of their own for a test, with options that the shared ones lack. */
async function startServers(options: AuthorizationServerOptions) {
  const authorization = await startAuthorizationServer(options);
  onTestFinished(() => authorization.close());
  const server = await startMcpServer({ authorization });
  onTestFinished(() => server.close());
  return { authorization, server };
}

describe('the doctor', () => {
  it('signs in through the browser, calls a tool and prints every step, without a secret', async () => {
    const { code, lines, printed } = await doctor(server.url, '--call', 'convert_units', '--args', '{"value":3}');
    expect(lines.map(({ step, ok }) => [step, ok])).toEqual([
      ['probe', true],
      ['resource_metadata', true],
      ['server_metadata', true],
      ['registration', true],
      ['authorize', true],
      ['token', true],
      ['tools', true],
      ['call', true],
      ['result', true],
    ]);
    expect(code).toBe(0);
    const secrets = authorization.secrets.map(({ value }) => value);
    expect(secrets.length).toBeGreaterThan(2);
    for (const secret of secrets) expect(printed).not.toContain(secret);
  });

  it('prints a code to type on another device, and waits until the code is used', async () => {
    const { authorization, server } = await startServers({ deviceFlow: true });
    const onLine = ({ step, verificationUri, userCode }: Line) => {
      if (step === 'type_code') void answerDevicePages(String(verificationUri), String(userCode));
    };
    const { code, lines, printed } = await doctorIn({ onLine }, server.url, '--grant', 'device_code');
    expect(lines.map(({ step }) => step)).toEqual([
      'probe',
      'resource_metadata',
      'server_metadata',
      'registration',
      'device_code',
      'type_code',
      'authorize',
      'token',
      'tools',
      'result',
    ]);
    expect(code).toBe(0);
    for (const { value } of authorization.secrets) expect(printed).not.toContain(value);
  });

  it.each(['client_secret_basic', 'private_key_jwt'] as const)(
    'signs in as an app that is registered there, by %s, and prints nothing of the proof',
    async (method) => {
      const { clients, settings, secret } = machineClient(method);
      const { authorization, server } = await startServers({ clients, clientCredentials: true });
      const key = settings.privateKey && 'pem' in settings.privateKey ? settings.privateKey.pem : '';
      const file = fileWith('secret', `${secret}\n`);
      const bySecret = method === 'client_secret_basic';
      const { code, lines, printed } = await doctorIn(
        { env: bySecret ? {} : { KEYFOB_PRIVATE_KEY: key } },
        server.url,
        '--grant',
        'client_credentials',
        '--client-id',
        'night-report',
        ...(bySecret ? ['--client-secret-file', file] : []),
      );
      expect(lines.at(-1)).toEqual({ step: 'result', ok: true });
      expect(code).toBe(0);
      for (const value of [secret, ...authorization.secrets.map((one) => one.value)])
        expect(printed).not.toContain(value);
    },
  );

  it('says which step failed and why, and exits with 1', async () => {
    const { code, lines } = await doctor('https://nowhere.invalid/mcp');
    expect(lines).toMatchObject([
      { step: 'probe', ok: false, asked: 'nowhere.invalid' },
      { step: 'result', ok: false, error: { code: 'host_not_found' } },
    ]);
    expect(code).toBe(1);
  });

  it('sends nothing to a server with a self-signed certificate, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    const asked: string[] = [];
    const port = await listening(
      createServer(selfSigned, ({ url = '' }, response) => {
        asked.push(url);
        response.end();
      }),
    );
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, lines } = await doctorIn({ env }, `https://127.0.0.1:${port}/mcp`);
    expect(lines.at(-1)).toMatchObject({ step: 'result', ok: false, error: { code: 'tls_failed' } });
    expect(code).toBe(1);
    expect(asked).toEqual([]);
  });

  it('reports a tool that does not exist', async () => {
    const { code, lines } = await doctor(server.url, '--call', 'nothing');
    expect(lines.at(-1)).toMatchObject({ step: 'result', ok: false, error: { code: 'tool_not_found' } });
    expect(code).toBe(1);
  });

  it.each(['', 'https://a.example --grant password', 'https://a.example --client-secret hush'])(
    'prints its usage where it was called with %j',
    async (line) => {
      const { code, printed } = await doctor(...line.split(' ').filter(Boolean));
      expect(printed).toContain('npm run --silent doctor -- URL');
      expect(code).toBe(2);
    },
  );
});

describe('the doctor at an authorization server of two sites', () => {
  it('stops before the browser, names both hosts, and has a way to go on with exactly these', async () => {
    const { attackerHost, honestHost, honest, url } = await mixUp();
    const stopped = await doctor(url);
    expect(stopped.lines.at(-1)).toEqual({
      step: 'result',
      ok: false,
      error: {
        code: 'hosts_differ',
        values: { browserHost: honestHost, answerHost: attackerHost, issuer: `http://${attackerHost}` },
        remedy: 'allow_hosts',
      },
      words:
        `Your browser would go to ${honestHost}, but ${attackerHost} would receive the response. Keyfob stopped before ` +
        'anything was opened or sent, because this can be an attempt to take over your account at ' +
        `${honestHost}. Continue only if you know that both sites have the same operator.`,
    });
    expect(stopped.code).toBe(1);
    for (const other of [`${attackerHost},${honestHost}`, `${honestHost},other.example`]) {
      const { code, lines } = await doctor(url, '--allow-hosts', other);
      expect([code, lines.at(-1)]).toMatchObject([1, { error: { code: 'hosts_differ' } }]);
    }
    expect(honest.requests).toEqual([]);

    const { lines } = await doctor(url, '--allow-hosts', `${honestHost},${attackerHost}`);
    // The response names the honest server as its issuer, so the code does not reach the attacker in this case either.
    expect(lines.map(({ step, ok }) => [step, ok])).toContainEqual(['registration', true]);
    expect(lines.at(-1)).toMatchObject({ ok: false, error: { code: 'response_issuer_wrong' } });
    expect(honest.count('authorization')).toBeGreaterThan(0);
  });

  it.each(['one.example', 'one.example,', 'a.example,b.example,c.example'])('refuses %j as hosts', async (hosts) => {
    const { code, printed } = await doctor('https://a.example', '--allow-hosts', hosts);
    expect(printed).toContain('--allow-hosts A,B');
    expect(code).toBe(2);
  });
});
