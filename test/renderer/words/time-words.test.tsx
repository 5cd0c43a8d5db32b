// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readLanguage } from '../../../src-renderer/locales/language.ts';
import { useTimeWords } from '../../../src-renderer/words/use-time-words.ts';
import { draw } from '../fixtures/render.tsx';

const now = new Date(2026, 4, 3, 12, 0).getTime();
const hour = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Times() {
  const { short, when, relative, duration, elapsed, countdown } = useTimeWords();
  const yesterday = now - 24 * hour;
  const words = [short(now + 2 * hour), when(yesterday), when(now - 400 * 24 * hour), relative(yesterday)];
  const long = [duration(125 * 60_000), elapsed(now - hour, now), countdown(535_000), countdown(hour + 535_000)];
  return <p data-testid="times">{[...words, duration(2500), duration(63_000), ...long].join(' | ')}</p>;
}

it.each([
  [
    'en-GB',
    '14:00 | on 2 May at 12:00 | on 29 Mar 2025 | 1 day ago | 2.5 s | 1 min 3 s | 2 h 5 min | 1 h 0 min | 8:55 | 1:08:55',
  ],
  [
    'en-US',
    '2:00 PM | on May 2 at 12:00 PM | on Mar 29, 2025 | 1 day ago | 2.5 s | 1 min 3 s | 2 h 5 min | 1 h 0 min | 8:55 | 1:08:55',
  ],
  [
    'vi',
    '14:00 | ngày 2 thg 5 lúc 12:00 | ngày 29 thg 3, 2025 | 1 ngày trước | 2,5 giây | 1 phút 3 giây | 2 giờ 5 phút | 1 giờ 0 phút | 8:55 | 1:08:55',
  ],
  [
    'zh-CN',
    '14:00 | 5月2日 12:00 | 2025年3月29日 | 1天前 | 2.5 秒 | 1 分 3 秒 | 2 小时 5 分 | 1 小时 0 分 | 8:55 | 1:08:55',
  ],
])('the text of times and numbers is idiomatic in %s', async (tag, words) => {
  draw(<Times />, await readLanguage(tag, 'other'));
  // The kind of space before PM depends on the system.
  expect(screen.getByTestId('times').textContent?.replaceAll(/\s/g, ' ')).toBe(words);
});
