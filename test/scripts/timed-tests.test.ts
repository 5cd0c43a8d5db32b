import { expect, it } from 'vitest';
import { slowest, testsOfPlaywright, testsOfVitest, timesOf } from '../../scripts/test/timed-tests.mjs';

it('a report of Vitest gives each test its file, its whole name and its seconds', () => {
  const report = {
    testResults: [
      {
        name: '/clone/test/store/damage.test.ts',
        assertionResults: [
          { fullName: 'a database opens', duration: 1500 },
          { fullName: 'a database that was not tried closes', duration: null },
        ],
      },
    ],
  };
  expect(testsOfVitest(report, '/clone')).toEqual([
    { name: 'test/store/damage.test.ts: a database opens', seconds: 1.5 },
    { name: 'test/store/damage.test.ts: a database that was not tried closes', seconds: 0 },
  ]);
});

it('a report of Playwright gives each test the seconds of all its tries, those in a group too', () => {
  const spec = (title: string, ...durations: number[]) => ({
    file: 'tools.spec.ts',
    title,
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const report = { suites: [{ specs: [spec('runs', 2000)], suites: [{ specs: [spec('stops', 1000, 500)] }] }] };
  expect(testsOfPlaywright(report)).toEqual([
    { name: 'tools.spec.ts: runs', seconds: 2 },
    { name: 'tools.spec.ts: stops', seconds: 1.5 },
  ]);
});

it('the slowest tests come with the longest first, and no more of them than asked for', () => {
  const tests = [3, 120.25, 0.5, 9].map((seconds) => ({ name: `takes ${seconds}`, seconds }));
  expect(timesOf(slowest(tests, 3)).split('\n')).toEqual([
    '  120.3 s  takes 120.25',
    '    9.0 s  takes 9',
    '    3.0 s  takes 3',
  ]);
});
