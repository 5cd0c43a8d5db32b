import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { Begun } from '../../src-main/app/begun.ts';
import { Followers } from '../../src-main/base/followers.ts';
import { listenersSince } from '../../src-main/base/listeners-since.ts';

it('a start that failed is stopped in the opposite order, though one part of it cannot be', () => {
  const begun = new Begun();
  const stopped: string[] = [];
  begun.add(() => stopped.push('first'));
  begun.add(() => {
    throw new Error('it is gone');
  });
  begun.add(() => stopped.push('last'));
  begun.stop();
  begun.stop();
  expect(stopped).toEqual(['last', 'first']);
});

it('the handlers of channels are removed, and those of others are not', () => {
  const handlers = new Map<string, unknown>([['other', 'a handler']]);
  const ipcMain = {
    handle: (channel: string, listener: unknown) => void handlers.set(channel, listener),
    removeHandler: (channel: string) => void handlers.delete(channel),
  };
  const begun = new Begun();
  begun.channels(ipcMain).handle('asking:list', () => null);
  expect([...handlers.keys()]).toEqual(['other', 'asking:list']);
  begun.stop();
  expect([...handlers.keys()]).toEqual(['other']);
});

it('listeners since a mark are removed, those of one time too, and earlier ones stay', () => {
  const emitter = new EventEmitter();
  const heard: string[] = [];
  emitter.on('quit', () => heard.push('before'));
  const remove = listenersSince(emitter);
  emitter.on('quit', () => heard.push('after'));
  emitter.once('quit', () => heard.push('once after'));
  emitter.on('another', () => heard.push('another'));
  remove();
  emitter.emit('quit');
  emitter.emit('another');
  expect(heard).toEqual(['before']);
});

it('followers since a mark are removed, and are told the value itself until then', () => {
  const followers = new Followers<{ language: string }>();
  const heard: unknown[] = [];
  followers.add((value) => heard.push(['before', value]));
  const remove = followers.mark();
  followers.add((value) => heard.push(['after', value]));
  const value = { language: 'vi' };
  followers.tell(value);
  remove();
  followers.tell(value);
  expect(heard.map((entry) => (entry as [string, object])[0])).toEqual(['before', 'after', 'before']);
  expect((heard[1] as [string, object])[1]).toBe(value);
});
