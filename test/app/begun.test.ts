import { expect, it } from 'vitest';
import { Begun } from '../../src-main/app/begun.ts';

it('a follower is given a plain value itself, because a window can be sent no proxy', () => {
  const value = { language: 'vi' };
  const given: unknown[] = [];
  new Begun()
    .watched({ follow: (follower: (one: object) => void) => follower(value) })
    .follow((one) => given.push(one));
  expect(given[0]).toBe(value);
});
