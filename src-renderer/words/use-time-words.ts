import { useFormatter, useTranslations } from 'use-intl';
import { useNow } from '../hooks/use-now.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const clock = { hour: 'numeric', minute: '2-digit' } as const;

/**
 * Formats times: the hour today, date and hour this week, the date otherwise. `every`: the update interval in
 * milliseconds, for texts that count seconds.
 */
export function useTimeWords(every?: number) {
  const t = useTranslations('time');
  const format = useFormatter();
  const now = useNow(every);
  const isToday = (at: number) => new Date(at).toDateString() === new Date(now).toDateString();
  const isNear = (at: number) => Math.abs(at - now) < 6 * day;
  const time = (at: number) => format.dateTime(at, clock);
  const date = (at: number) => {
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return format.dateTime(at, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
  };

  const whole = (milliseconds: number) => {
    const { minutes, seconds } = split(milliseconds);
    if (minutes >= 60)
      return t('hours', { hours: format.number(Math.floor(minutes / 60)), minutes: format.number(minutes % 60) });
    if (minutes === 0) return t('seconds', { count: format.number(seconds) });
    return t('minutes', { minutes: format.number(minutes), seconds: format.number(seconds) });
  };

  return {
    /** "14:05", "3 May, 14:05" or "3 May 2025", on its own. */
    short: (at: number) => {
      if (isToday(at)) return time(at);
      return isNear(at) ? format.dateTime(at, { day: 'numeric', month: 'short', ...clock }) : date(at);
    },
    /** "at 14:05", "on 3 May", within a sentence. */
    when: (at: number) => {
      if (isToday(at)) return t('at', { time: time(at) });
      return isNear(at) ? t('onAt', { date: date(at), time: time(at) }) : t('on', { date: date(at) });
    },
    relative: (at: number) => format.relativeTime(at, now),
    /** "240 ms", "2.5 s", "1 min 3 s", "2 h 5 min". */
    duration: (milliseconds: number) => {
      if (milliseconds < 1000)
        return t('milliseconds', { count: milliseconds < 0.5 ? '<1' : format.number(Math.round(milliseconds)) });
      if (milliseconds >= minute) return whole(milliseconds);
      return t('seconds', { count: format.number(milliseconds / 1000, { maximumFractionDigits: 1 }) });
    },
    /** In whole seconds, for running durations. */
    elapsed: (since: number, until: number) => whole(Math.max(0, until - since)),
    /** "8:55" or "1:08:55", as in a countdown. */
    countdown: (milliseconds: number) => {
      const { minutes, seconds } = split(milliseconds);
      const two = (count: number) => format.number(count, { minimumIntegerDigits: 2 });
      if (minutes < 60) return `${format.number(minutes)}:${two(seconds)}`;
      return `${format.number(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds)}`;
    },
  };
}

function split(milliseconds: number): { minutes: number; seconds: number } {
  const seconds = Math.floor(milliseconds / 1000);
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}
