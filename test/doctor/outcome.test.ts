import { describe, expect, it } from 'vitest';
import { oddSite } from '../quirks/odd-site.ts';
import { doctor, doctorIn, fileWith } from './run-doctor.ts';

describe('the last line of the doctor', () => {
  it('has the refusal that came through the browser, and the words that the window shows for it', async () => {
    const site = await oddSite();
    site.routes['/authorize'] = ({ path }) =>
      site.back(new URL(path, site.origin).searchParams, {
        error: 'invalid_scope',
        error_description: 'This team has no such scope',
      });
    const { host } = new URL(site.origin);
    const { code, lines } = await doctor(site.url, '--follow');
    expect(lines.at(-1)).toEqual({
      step: 'result',
      ok: false,
      error: {
        code: 'authorization_refused',
        values: { host },
        serverText: 'This team has no such scope',
        remedy: expect.any(String) as string,
      },
      words: expect.stringMatching(`^${host} refused the sign-in\\. .+\\.$`) as string,
    });
    expect(code).toBe(1);
  });

  it('says that access was denied, also where the denial has no state', async () => {
    for (const state of [{}, { state: null }]) {
      const site = await oddSite();
      site.routes['/authorize'] = ({ path }) =>
        site.back(new URL(path, site.origin).searchParams, { error: 'access_denied', ...state });
      const { lines } = await doctor(site.url, '--follow');
      expect(lines.at(-1)).toMatchObject({
        ok: false,
        error: { code: 'access_denied', serverText: 'access_denied' },
        words: expect.stringMatching(/^The request was denied in the browser\. /) as string,
      });
    }
  });

  it.each([
    [400, '<head><title>Oops</title></head><h1>Unknown&amp;odd client</h1><script>x</script>', 'Unknown&odd client'],
    [403, '{"error":"denied","error_description":"Ask your administrator"}', 'Ask your administrator'],
    [200, '<p>This app is not on our list.', 'This app is not on our list.'],
    [500, '', '500'],
  ])('has what a page says that answers %i and does not lead back', async (status, body, serverText) => {
    const site = await oddSite();
    site.routes['/authorize'] = () => ({ status, body });
    const { lines } = await doctor(site.url, '--follow');
    expect(lines.at(-2)).toMatchObject({ step: 'authorize', ok: false });
    expect(lines.at(-1)).toMatchObject({ ok: false, error: { code: 'authorization_refused', serverText } });
  });

  it('has the refusal of a token request that a browser’s response led to', async () => {
    const site = await oddSite();
    site.routes['/token'] = () => ({
      status: 400,
      json: { error: 'invalid_grant', error_description: 'The code is used up' },
    });
    const { lines } = await doctor(site.url, '--follow');
    expect(lines.at(-1)).toMatchObject({ error: { code: 'code_refused', serverText: 'The code is used up' } });
  });

  it('names the server in the words of an error of a tool', async () => {
    const site = await oddSite();
    const { lines } = await doctor(site.url, '--follow', '--call', 'nothing');
    expect(lines.at(-1)).toMatchObject({
      error: { code: 'tool_not_found' },
      words: expect.stringMatching(/^127\.0\.0\.1:\d+ no longer has this tool\. /) as string,
    });
  });
});

describe('a repeated call of the doctor', () => {
  const steps = ({ lines }: Awaited<ReturnType<typeof doctor>>) => lines.map(({ step }) => step).slice(6);

  it('has each renewal of the token as a step of its own', async () => {
    const site = await oddSite();
    const mcp = site.routes['/mcp'];
    let calls = 0;
    site.routes['/mcp'] = (asked) => {
      if (asked.body.includes('tools/call') && ++calls === 2) site.accessTokens.clear();
      return mcp?.(asked) ?? 'close';
    };
    const run = await doctor(site.url, '--follow', '--call', 'echo', '--repeat', '2', '--every', '0.01');
    expect(steps(run)).toEqual(['tools', 'call', 'refreshed', 'call', 'call', 'result']);
    expect(run.lines.at(-4)).toEqual({ step: 'refreshed', ok: true });
    expect(run.code).toBe(0);
  });

  it('has a renewal that failed as a step, and ends', async () => {
    const site = await oddSite();
    const mcp = site.routes['/mcp'];
    site.routes['/mcp'] = (asked) => {
      if (asked.body.includes('tools/call')) site.accessTokens.clear();
      return mcp?.(asked) ?? 'close';
    };
    site.routes['/token'] = ((token) => (asked) => {
      if (asked.form.get('grant_type') === 'authorization_code') return token?.(asked) ?? 'close';
      return { status: 400, json: { error: 'invalid_grant', error_description: 'Ended by an administrator' } };
    })(site.routes['/token']);
    const run = await doctor(site.url, '--follow', '--call', 'echo', '--repeat', '2');
    expect(steps(run)).toEqual(['tools', 'refreshed', 'result']);
    expect(run.lines.at(-2)).toMatchObject({ step: 'refreshed', ok: false, error: 'refresh_refused' });
    expect(run.lines.at(-1)).toMatchObject({ ok: false, error: { code: 'sign_in_ended' } });
    expect(run.code).toBe(1);
  });

  it('has each new MCP session as a step of its own', async () => {
    const site = await oddSite({ sessions: true });
    const mcp = site.routes['/mcp'];
    let calls = 0;
    site.routes['/mcp'] = (asked) => {
      if (asked.body.includes('tools/call') && ++calls === 2) site.sessions.clear();
      return mcp?.(asked) ?? 'close';
    };
    const run = await doctor(site.url, '--follow', '--call', 'echo', '--repeat', '1');
    expect(steps(run)).toEqual(['tools', 'call', 'new_session', 'call', 'result']);
    expect(run.lines.at(-3)).toEqual({ step: 'new_session', ok: true });
  });

  it.each([
    ['--repeat', '2'],
    ['--call', 'echo', '--repeat', 'often'],
    ['--call', 'echo', '--repeat', '1', '--every', '-1'],
  ])('is refused with the usage for %s %s', async (...options) => {
    const { code, printed } = await doctor('https://a.example', ...options);
    expect(printed).toContain('--repeat N');
    expect(code).toBe(2);
  });
});

describe('a workload’s token of the doctor', () => {
  it('is read from its file, and the error of a file that is not there is the last line', async () => {
    const site = await oddSite();
    site.clients.set('night-report', {});
    const { '/token': token } = site.routes;
    site.routes['/token'] = (asked) =>
      asked.form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
        ? { json: site.issue({ clientId: 'night-report', scope: '' }) }
        : (token?.(asked) ?? 'close');
    const part = Buffer.from('{"sub":"night-report"}').toString('base64url');
    const file = fileWith('assertion', `${part}.${part}.c2lnbmF0dXJl`);
    const options = ['--grant', 'jwt_bearer', '--client-id', 'night-report', '--assertion-file'];
    const { code, lines, printed } = await doctor(site.url, ...options, file);
    expect(lines.at(-1)).toEqual({ step: 'result', ok: true });
    expect(code).toBe(0);
    expect(printed).not.toContain(part);
    expect(site.to('/token')[0]?.form.get('assertion')).toBe(`${part}.${part}.c2lnbmF0dXJl`);
    const missing = await doctor(site.url, ...options, `${file}-absent`);
    expect(missing.lines.at(-1)).toMatchObject({
      error: { code: 'assertion_unreadable', remedy: 'edit_settings' },
      words: expect.stringMatching(/^The token file for .+ can’t be read\. /) as string,
    });
  });
});

describe('a header of the doctor', () => {
  it('is sent to the server with the value from the file, and not printed where the server repeats it', async () => {
    const value = 'gateway-key-31415926';
    const site = await oddSite();
    const mcp = site.routes['/mcp'];
    site.routes['/mcp'] = (asked) =>
      asked.headers['x-gateway'] === value ? (mcp?.(asked) ?? 'close') : { status: 403, body: 'no gateway key' };
    site.routes['/authorize'] = () => ({ status: 400, body: `The key ${value} is known` });
    const file = fileWith('header', `${value}\n`);
    const { lines, printed } = await doctor(site.url, '--follow', '--header', `X-Gateway=${file}`);
    expect(lines.at(-1)).toMatchObject({ error: { code: 'authorization_refused', serverText: 'The key … is known' } });
    expect(printed).not.toContain(value);
  });

  it.each(['X-Gateway', '=file', 'X-Gateway=/nowhere/at-all'])('is refused as %j', async (option) => {
    const { code, printed } = await doctor('https://a.example', '--header', option);
    expect(printed).toContain('--header NAME=FILE');
    expect(code).toBe(2);
  });
});

describe('a key of the doctor', () => {
  const value = 'the-key-27182818';
  const keyed = async (authorization: string) => {
    const site = await oddSite();
    site.routes['/mcp'] = (asked) =>
      asked.headers.authorization === authorization ? site.openMcp(asked) : { status: 401, body: `Not ${value}` };
    return site;
  };

  it('signs in by file and by environment, asks for nothing else, and is not printed', async () => {
    const site = await keyed(`Bearer ${value}`);
    const file = fileWith('key', `${value}\n`);
    for (const run of [
      await doctor(site.url, '--key-file', file, '--call', 'echo', '--args', '{"text":"x"}'),
      await doctorIn({ env: { KEYFOB_KEY: value } }, site.url, '--call', 'echo', '--args', '{"text":"x"}'),
    ]) {
      expect(run.lines.map(({ step, ok }) => [step, ok])).toEqual([
        ['tools', true],
        ['call', true],
        ['result', true],
      ]);
      expect(run.printed).not.toContain(value);
    }
    expect(site.requests.every(({ path }) => path === '/mcp')).toBe(true);
  });

  it('is sent as user and password, or in a header of its own, where that is asked for', async () => {
    const basic = await keyed(`Basic ${Buffer.from(`ann:${value}`).toString('base64')}`);
    const file = fileWith('basic', `ann:${value}`);
    expect((await doctor(basic.url, '--key-file', file, '--key-place', 'basic')).code).toBe(0);
    const site = await oddSite();
    site.routes['/mcp'] = (asked) =>
      asked.headers['x-api-key'] === value ? site.openMcp(asked) : { status: 401, body: '' };
    expect((await doctorIn({ env: { KEYFOB_KEY: value } }, site.url, '--key-place', 'X-API-Key')).code).toBe(0);
  });

  it('that the server refuses is said to be refused, and is not printed where the server repeats it', async () => {
    const site = await keyed('Bearer another');
    const { lines, printed, code } = await doctorIn({ env: { KEYFOB_KEY: value } }, site.url);
    expect(lines.at(-1)).toMatchObject({ ok: false, error: { code: 'key_refused', remedy: 'enter_key' } });
    expect(lines.at(-1)?.['words']).toMatch(/refused the key/);
    expect([code, printed.includes(value)]).toEqual([1, false]);
  });

  it('is never an argument', async () => {
    const { code, printed } = await doctor('https://a.example', '--key', value);
    expect(printed).toContain('--key-file FILE');
    expect(code).toBe(2);
  });
});
