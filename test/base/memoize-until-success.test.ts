import { expect, it } from 'vitest';
import { memoizeUntilSuccess } from '../../src-main/base/memoize-until-success.ts';

/** Work that fails a given number of times. */
function failing(times: number) {
  let begun = 0;
  const ask = memoizeUntilSuccess(async () => {
    begun += 1;
    await Promise.resolve();
    if (begun <= times) throw new Error(`failed ${begun}`);
    return `done ${begun}`;
  });
  return { ask, begun: () => begun };
}

it('memoized work begins once for all its callers, before and after it is done', async () => {
  const { ask, begun } = failing(0);
  expect(await Promise.all([ask(), ask()])).toEqual(['done 1', 'done 1']);
  expect(await ask()).toBe('done 1');
  expect(begun()).toBe(1);
});

it('memoized work fails once for all callers that wait, and begins again for the next one', async () => {
  const { ask, begun } = failing(2);
  const together = await Promise.allSettled([ask(), ask()]);
  expect(together.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
    'Error: failed 1',
    'Error: failed 1',
  ]);
  await expect(ask()).rejects.toThrow('failed 2');
  expect(await ask()).toBe('done 3');
  expect(await ask()).toBe('done 3');
  expect(begun()).toBe(3);
});
