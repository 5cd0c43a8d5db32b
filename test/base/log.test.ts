import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src-main/base/fault.ts';
import { fileLog, type LogFacts } from '../../src-main/base/log.ts';
import { logSeldom } from '../../src-main/base/log-seldom.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { canary, leakingTexts } from '../support/leaking-texts.ts';

/** The content of the log file after this was logged. */
async function logged(facts: LogFacts, message = 'something happened'): Promise<string> {
  const file = join(temporaryFolder(), 'keyfob.log');
  const log = fileLog(file, () => 0);
  log.warn(message, facts);
  await expect.poll(() => readSafely(file), { interval: 2 }).not.toBe('');
  return readSafely(file);
}

function readSafely(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe('a secret is in no line of the log', () => {
  it.each(leakingTexts)('when it is in %s', async (_where, text) => {
    const nested = new Error('outer', {
      cause: new AggregateError([new Error(text)], 'all of them', { cause: new Error(text) }),
    });
    for (const line of [
      await logged({ error: nested }),
      await logged({ error: new Error(text) }),
      await logged({ text }),
      await logged({}, text),
    ]) {
      expect(line).not.toContain(canary);
      expect(line).not.toContain(Buffer.from(canary).toString('base64url').slice(0, 12));
      expect(line).toContain('…');
    }
  });

  it('when it is in a Secret, in other fields of an error than its message, and in a circular chain of causes', async () => {
    const error = Object.assign(new Error('outer'), { response: { body: canary }, headers: { authorization: canary } });
    error.cause = new Fault('timed_out', 'inner', { cause: error, serverText: canary });
    const line = await logged({ error, secret: new Secret(canary) });
    expect(line).not.toContain(canary);
    expect(JSON.parse(line)).toMatchObject({
      error: { message: 'outer', cause: { code: 'timed_out', message: 'inner' } },
    });
  });

  it('when it is under a name that marks a secret', async () => {
    expect(await logged({ accessToken: canary, clientSecret: canary, cookie: canary, rows: 3 })).toBe(
      `${JSON.stringify({ at: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'something happened', accessToken: '…', clientSecret: '…', cookie: '…', rows: 3 })}\n`,
    );
  });

  it('when any text is around it', async () => {
    const noise = fc.string({ maxLength: 30 });
    const name = fc.constantFrom('refresh_token', 'accessToken', 'client_secret', 'code', 'X-Api-Key', 'id_token_hint');
    const spelling = fc.oneof(
      fc.tuple(name, fc.constantFrom('=', ':', ': ', ' = ', '%3D')).map(([is, by]) => `${is}${by}${canary}`),
      name.map((is) => `"${is}":"${canary}"`),
      name.map((is) => `${is}: '${canary}'`),
      name.map((is) => JSON.stringify(JSON.stringify({ [is]: canary }))),
    );
    await fc.assert(
      fc.asyncProperty(noise, noise, spelling, async (before, after, spelled) => {
        const line = await logged({ error: new Error(`${before} ${spelled} ${after}`) });
        return !line.includes(canary);
      }),
      { numRuns: 200 },
    );
  });
});

it('details that help to find a fault stay in the log', async () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:8443'), { code: 'ECONNREFUSED' });
  const line = await logged({
    error: new Fault('connection_refused', 'mcp.example.com could not be asked', { cause }),
    rows: 3,
  });
  expect(JSON.parse(line)).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    level: 'warn',
    message: 'something happened',
    rows: 3,
    error: {
      name: 'Fault',
      code: 'connection_refused',
      message: 'mcp.example.com could not be asked',
      cause: { name: 'Error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:8443' },
    },
  });
});

it('a line and a file of the log have a limit', async () => {
  const many = new AggregateError(
    Array.from({ length: 1000 }, () => new Error('x'.repeat(100_000))),
    'many',
  );
  expect((await logged({ error: many })).length).toBeLessThan(20_000);
  let nested: Error = new Error('x'.repeat(100_000));
  for (let depth = 0; depth < 5; depth += 1)
    nested = new AggregateError(
      Array.from({ length: 8 }, () => nested),
      'y'.repeat(2000),
    );
  expect((await logged({ error: nested })).length).toBeLessThan(20_000);
  const file = join(temporaryFolder(), 'keyfob.log');
  const log = fileLog(file, () => 0);
  for (let index = 0; index < 2600; index += 1) log.info('x'.repeat(900), { index });
  await expect.poll(() => readSafely(file).includes('"index":2599'), { timeout: 10_000 }).toBe(true);
  for (const each of [file, `${file}.1`]) expect(statSync(each).size).toBeLessThan(1_010_000);
});

it('an event that outsiders may cause any number of times is logged once a minute, with its number', () => {
  const lines: unknown[] = [];
  const note = (message: string, facts?: LogFacts) => void lines.push([message, facts]);
  let time = 0;
  const stranger = logSeldom({ info: note, warn: note }, () => time);
  for (let index = 0; index < 1000; index += 1) stranger('a link', { code: 'state_unknown' });
  time = 60_000;
  stranger('a link', { code: 'state_unknown' });
  time = 10;
  stranger('a link', { code: 'state_unknown' });
  expect(lines).toEqual([
    ['a link', { code: 'state_unknown' }],
    ['a link', { code: 'state_unknown', leftOut: 999 }],
    ['a link', { code: 'state_unknown' }],
  ]);
});
