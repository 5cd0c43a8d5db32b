import { useFormatter, useTranslations } from 'use-intl';
import { useNow } from '../../hooks/use-now.ts';
import css from './programs.module.css';

const day = 24 * 60 * 60_000;
/** In units of the picture. */
const [barWidth, gap, height] = [10, 3, 28];

interface Props {
  /** Of each of the last days, oldest first. */
  calls: readonly number[];
  failed: readonly number[];
}

/** The tool calls of the last days as bars, the failed ones at the bottom in red, and the same in words. */
export function WeekOfCalls({ calls, failed }: Props) {
  const t = useTranslations('programs');
  const format = useFormatter();
  const now = useNow(60 * 60_000);
  const total = calls.reduce((sum, count) => sum + count, 0);
  const totalFailed = failed.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...calls);
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * height));
  const days = calls.map((count, index) => {
    const weekday = format.dateTime(now - (calls.length - 1 - index) * day, { weekday: 'long' });
    return t('callsOn', { day: weekday, count });
  });
  const words = t('calls', { count: total, failed: totalFailed });
  return (
    <div className={css['week']}>
      <svg
        role="img"
        aria-label={`${words} ${days.join(' ')}`}
        width={calls.length * (barWidth + gap)}
        height={height}
        className={css['bars']}
      >
        {calls.map((count, index) => (
          <g key={index} transform={`translate(${index * (barWidth + gap)} 0)`}>
            <title>{days[index]}</title>
            <rect y={height - 1} width={barWidth} height={1} className={css['base']} />
            <rect y={height - tall(count)} width={barWidth} height={tall(count)} className={css['bar']} />
            <rect
              y={height - tall(failed[index] ?? 0)}
              width={barWidth}
              height={tall(failed[index] ?? 0)}
              className={css['barFailed']}
            />
          </g>
        ))}
      </svg>
      <p className={css['weekWords']} aria-hidden>
        {words}
      </p>
    </div>
  );
}
