import { PassThrough } from 'node:stream';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { messagesOf } from '../../../src-main/bridge/listener/conversation.ts';
import { SocketReader, type TooLong } from '../../../src-main/bridge/listener/socket-reader.ts';
import { TextBudget } from '../../../src-main/bridge/text-budget.ts';
import { TopLevelId } from '../../../src-main/bridge/listener/top-level-id.ts';

const readerOf = (...chunks: string[]) => {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return new SocketReader(stream as unknown as Socket);
};

it('messages are whole lines: empty ones are left out, and an incomplete last one is dropped', async () => {
  const messages: string[] = [];
  const reader = readerOf('{"a":1}\n\n  \n{"b"', ':2}\n{"c":3}\n{"d');
  for await (const message of messagesOf({ reader }, async () => undefined)) messages.push(message);
  expect(messages).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
});

it('a message over the limit is named by its id, and the next one is read', async () => {
  const long: TooLong[] = [];
  const messages: string[] = [];
  const reader = readerOf('{"id":9007199254740993,"x":"', 'y'.repeat(50), '"}\n{"id":2}\n');
  const onTooLong = async (line: TooLong) => void long.push(line);
  for await (const message of messagesOf({ reader }, onTooLong, 40)) messages.push(message);
  expect(long).toEqual([{ id: '9007199254740993', hadNoRoom: false }]);
  expect(messages).toEqual(['{"id":2}']);
});

it('a message may be longer once the limit is another one, also while it is read', async () => {
  const long: TooLong[] = [];
  const messages: string[] = [];
  const read: number[] = [];
  const reader = readerOf(`{"id":1,"x":"${'y'.repeat(50)}"}\n`, '{"id":2,"x":"', 'y'.repeat(50), '"}\n');
  const longest = (length: number) => (read.push(length) > 1 ? 100 : 40);
  const onTooLong = async (line: TooLong) => void long.push(line);
  for await (const message of messagesOf({ reader }, onTooLong, longest)) messages.push(message);
  expect(long).toEqual([{ id: '1', hadNoRoom: false }]);
  expect(messages).toEqual([`{"id":2,"x":"${'y'.repeat(50)}"}`]);
});

it('a message without room beside those of other connections is dropped, and the budget is free after each line', async () => {
  const texts = new TextBudget({ most: 100, ofOne: 30 });
  const other = texts.share();
  other.add(80);
  const long: TooLong[] = [];
  const messages: string[] = [];
  const reader = readerOf(`{"id":1,"x":"${'y'.repeat(50)}"}\n{"id":2}\n`);
  const onTooLong = async (line: TooLong) => void long.push(line);
  for await (const message of messagesOf({ reader, text: texts.share() }, onTooLong)) messages.push(message);
  expect(long).toEqual([{ id: '1', hadNoRoom: true }]);
  expect(messages).toEqual(['{"id":2}']);
  expect(texts.held).toBe(80);
});

it.each([
  ['{"jsonrpc":"2.0","method":"x","params":{"id":1,"a":[{"id":2}]},"id":"a\\"b"}', '"a\\"b"'],
  ['{"params":{"text":"\\"id\\":5,{"}, "id" : -1.50 }', '-1.50'],
  ['{"method":"x","params":"id"}', undefined],
  ['{"id":null,"method":"x"}', undefined],
  ['{"id":{"a":1},"method":"x"}', undefined],
  [`{"id":"${'a'.repeat(2000)}"}`, undefined],
  ['{"value":"id","id2":3,"id":4}', '4'],
])('an id at the top level is found in %s', (text, id) => {
  const found = new TopLevelId();
  for (const byte of Buffer.from(text)) found.read(Uint8Array.of(byte));
  expect(found.id).toBe(id);
});
