import { describe, expect, it } from 'vitest';
import { isFault } from '../../src-main/base/fault.ts';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { jsonAnswer, NoDocument } from '../../src-main/oauth/json-answer.ts';
import { fault } from '../support/faults.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import cases from './data/json-cases.json' with { type: 'json' };

const outbound = createOutbound('loopback');
const isRefusal = (error: unknown) => error instanceof NoDocument || isFault(error, 'answer_malformed');

type Served = [body: Buffer | string, contentType?: string];

/** The result of reading the server's JSON as a metadata document. */
async function read(...[body, contentType = 'application/json']: Served): Promise<unknown> {
  const server = await scriptedServer({ '/x': () => ({ headers: { 'content-type': contentType }, body }) });
  const url = `${server.origin}/x`;
  return jsonAnswer(await outbound.metadata(url), url);
}

describe('the cases of JSONTestSuite', () => {
  const outcomes: Record<string, number> = {};
  const outcomeOf = async (bytes: Buffer): Promise<string> => {
    try {
      // As a member, so that values that are no objects are tested too.
      return typeof (await read(Buffer.concat([Buffer.from('{"value":'), bytes, Buffer.from('}')])));
    } catch (error) {
      if (isRefusal(error)) return 'refused';
      throw error;
    }
  };

  it.each(cases.map(({ name, expect: expected, base64 }) => [name, expected, Buffer.from(base64, 'base64')] as const))(
    '%s (%s)',
    async (_name, expected, bytes) => {
      const outcome = await outcomeOf(bytes);
      outcomes[`${expected}: ${outcome}`] = (outcomes[`${expected}: ${outcome}`] ?? 0) + 1;
      if (expected === 'accept') expect(outcome).toBe('object');
      else if (expected === 'reject') expect(outcome).toBe('refused');
      else expect(['object', 'refused']).toContain(outcome);
    },
  );

  it('are 159, and each was accepted or refused as expected', () => {
    console.log('JSONTestSuite', outcomes);
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(159);
    expect(cases).toHaveLength(159);
  });
});

describe('JSON under another name', () => {
  const nested = '{"a":'.repeat(33) + '1' + '}'.repeat(33);
  const marked = Buffer.from('\ufeff{"a":1}');
  const latin = Buffer.from('{"a":"é"}', 'latin1');

  it.each(['text/html', 'text/plain', 'application/octet-stream', ''])(
    'is held to the same rules: %j',
    async (type) => {
      for (const body of [nested, ` \n${nested}`, marked, latin])
        await expect(read(body, type)).rejects.toEqual(fault('answer_malformed'));
      expect(await read('{"a":1}', type)).toEqual({ a: 1 });
    },
  );

  it('is not searched for in pages', async () => {
    for (const page of ['<p>\xe9</p>', `<script>${nested}</script>`])
      await expect(read(Buffer.from(page, 'latin1'), 'text/html')).rejects.toBeInstanceOf(NoDocument);
  });
});

describe('a body without an object', () => {
  it.each(['[]', '"text"', '1', 'null', 'true', '[{}]'])('%s is malformed', async (body) => {
    await expect(read(body)).rejects.toEqual(fault('answer_malformed'));
  });

  it.each(['', ' ', '{', '{}{}', "{'a':1}", '{"a":1,}', 'a=1&b=2'])('%j is no JSON', async (body) => {
    expect(await read(body).catch((error: unknown) => isRefusal(error))).toBe(true);
  });
});

describe('JSON that is read while it arrives', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const message = async (body: Buffer | string) => {
    const server = await scriptedServer({
      '/x': () => (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        // In pieces that cut characters and brackets anywhere.
        for (const byte of Buffer.from(body)) response.write(Buffer.from([byte]));
        response.end();
      },
    });
    return (await outbound.session(`${server.origin}/x`)).json();
  };

  it('may nest 256 deep, and hold any character', async () => {
    expect(await message(`{"é":"𝄞 [[[","a":${nested(255)}}`)).toMatchObject({ é: '𝄞 [[[' });
  });

  it.each([
    ['257 deep', nested(257)],
    ['with a byte order mark', Buffer.from('\ufeff{}')],
    ['in Latin-1', Buffer.from('{"a":"é"}', 'latin1')],
    ['that ends in the middle of a character', Buffer.from('{"a":"é').subarray(0, -1)],
  ])('%s is malformed', async (_words, body) => {
    await expect(message(body)).rejects.toEqual(fault('answer_malformed'));
  });
});

describe('a stream of events', () => {
  const events = async (pieces: (string | Buffer)[], type = 'text/event-stream') => {
    const server = await scriptedServer({
      '/events': () => (response) => {
        response.writeHead(200, { 'content-type': type });
        for (const piece of pieces) response.write(piece);
        response.end();
      },
    });
    return (await outbound.session(`${server.origin}/events`)).text();
  };
  const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'a');

  it.each(['\n', '\r\n', '\r'])(
    'may go on for longer than any event may: lines ended by %j',
    { timeout: 40_000 },
    async (end) => {
      const event = ['data: "', megabytes(22), `"${end}${end}`];
      const text = await events([...event, ...event, ...event]);
      expect(text.length).toBeGreaterThan(66 * 1024 * 1024);
    },
  );

  it('ends with an event of more than 64 MB, whatever its lines', { timeout: 40_000 }, async () => {
    await expect(events(['data: ', megabytes(65)])).rejects.toEqual(fault('answer_too_large'));
    await expect(events(['data: a\ndata: ', megabytes(33), '\ndata: ', megabytes(33), '\n\n'])).rejects.toEqual(
      fault('answer_too_large'),
    );
  });

  it('ends with an event that nests too deep, though others follow', async () => {
    await expect(events([`data: ${'['.repeat(257)}\n\n`, 'data: {}\n\n'])).rejects.toEqual(fault('answer_malformed'));
    expect(await events([`data: ${'['.repeat(200)}\n\n`, `data: ${'['.repeat(200)}\n\n`])).toContain('data: [');
  });

  const deep = `data: ${'['.repeat(257)}\n\n`;
  it.each([
    ['a comment that opens a string', `: "\n${deep}`],
    ['a comment of closing brackets', `: ${']'.repeat(300)}\n${deep}`],
    ['closing brackets of its own', `data: ${']'.repeat(300)}\n${deep}`],
    ['a name in quotes', `"\n${deep}`],
    ['a byte order mark', `\ufeff${deep}`],
    ['lines that each nest a little', `data: ${'['.repeat(200)}\ndata: ${'['.repeat(57)}\n\n`],
  ])('that nests too deep is refused behind %s', async (_words, text) => {
    await expect(events([text])).rejects.toEqual(fault('answer_malformed'));
    await expect(events([text], 'Text/Event-Stream; charset=utf-8')).rejects.toEqual(fault('answer_malformed'));
  });

  it('may have any number of brackets outside of its data', async () => {
    expect(await events([`: ${'['.repeat(300)}\nevent: ${'['.repeat(300)}\ndata: {}\n\n`])).toContain('data: {}');
  });

  it('that is not UTF-8 is malformed, but may be cut anywhere', async () => {
    await expect(events([Buffer.from('data: "é"\n\n', 'latin1')])).rejects.toEqual(fault('answer_malformed'));
    const bytes = Buffer.from('data: "𝄞"\n\n');
    expect(await events([bytes.subarray(0, 9), bytes.subarray(9)])).toContain('𝄞');
  });
});
