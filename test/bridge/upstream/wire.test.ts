import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memberIn, spansIn } from '../../../src-main/bridge/upstream/wire/json-spans.ts';
import { readMessages, withId } from '../../../src-main/bridge/upstream/wire/messages.ts';
import { eventsIn, type ServerEvent } from '../../../src-main/bridge/upstream/wire/server-events.ts';
import { message } from './agent.ts';

/** The same JSON with white space between its parts. */
const spaced = fc
  .tuple(fc.json(), fc.constantFrom(undefined, 1, '\t'))
  .map(([json, space]) => JSON.stringify(JSON.parse(json), undefined, space));

it('the spans of an object are its members, in the order of the text', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), spaced)), (members) => {
      const json = `{ ${members.map(([name, value]) => `${JSON.stringify(name)} :\n${value}`).join(' ,')} }`;
      expect(spansIn(json).map(({ name, start, end }) => [name, json.slice(start, end)])).toEqual(members);
    }),
  );
});

it('the spans of an array are its elements', () => {
  fc.assert(
    fc.property(fc.array(spaced), (elements) => {
      const json = ` [${elements.join(',\t')}]`;
      expect(spansIn(json).map(({ start, end }) => json.slice(start, end))).toEqual(elements);
    }),
  );
});

it.each(['5', '"a"', 'null', ' ', '', '{"a":1', '[1,'])('the spans of %j come to an end', (json) => {
  expect(spansIn(json).length).toBeLessThan(2);
});

it('the member of a name that is there twice is the last one', () => {
  const json = '{"id":1,"i\\u0064":[2]}';
  const span = memberIn(json, 'id');
  expect(json.slice(span?.start, span?.end)).toBe('[2]');
});

it.each([
  ['{"a":1,"id":2}', '{"a":1,"id":"x"}'],
  ['{"id" : {"id":1} ,"b":"\\"id\\":1"}', '{"id" : "x" ,"b":"\\"id\\":1"}'],
  ['{}', '{"id":"x"}'],
  ['{"a":1.0}', '{"id":"x","a":1.0}'],
])('the id of %s is replaced, and nothing else', (before, after) => {
  expect(withId(message(before), '"x"')).toEqual(message(after));
});

it.each(['', '1', '"a"', 'null', '[1]', '{', '{}}'])('a text that is no message is refused: %s', (text) => {
  expect(() => readMessages(text, 'host')).toThrow('something else than JSON-RPC');
});

/** Each piece is one read. */
async function read(pieces: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const left = pieces.filter(({ length }) => length > 0);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  const found: ServerEvent[] = [];
  for await (const one of eventsIn(body, 'host')) found.push(one);
  return found;
}

const none = { id: undefined, retry: undefined };

it.each<[string, string, ServerEvent[]]>([
  ['data alone', 'data: a\n\n', [{ data: 'a', ...none }]],
  ['several data lines', 'data: a\ndata:b\r\ndata\r\r', [{ data: 'a\nb\n', ...none }]],
  ['an id and a time without data', 'id: 7\nretry: 20\n\n', [{ data: '', id: '7', retry: 20 }]],
  ['comments, and a retry time that is none', ': hello\nretry: 1s\n\ndata: a\n\n', [{ data: 'a', ...none }]],
  ['an id with a null', 'id: a\0b\ndata: a\n\n', [{ data: 'a', ...none }]],
  [
    'an event of another type',
    'event: ping\ndata: {}\n\nevent: message\ndata: a\n\n',
    [
      { data: '', ...none },
      { data: 'a', ...none },
    ],
  ],
  ['a byte order mark', '\uFEFFdata: a\n\n', [{ data: 'a', ...none }]],
  ['an event that is not finished', 'data: a\n\ndata: b\n', [{ data: 'a', ...none }]],
])('a stream with %s is read as the HTML Standard says', async (_what, text, expected) => {
  expect(await read([Buffer.from(text)])).toEqual(expected);
});

it('the events of a stream are the same however its bytes are cut', async () => {
  const text = Buffer.from('id: 1\r\ndata: é世\r\n\r\n:\r\rdata: b\rdata: c\r\rretry: 5\ndata: 🙂\n\n');
  const whole = await read([text]);
  expect(whole.map(({ data }) => data)).toEqual(['é世', 'b\nc', '🙂']);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(text.length)), async (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, index) => text.subarray(places[index], end));
      expect(await read(pieces)).toEqual(whole);
    }),
  );
});
