import { useFormatter, useTranslations } from 'use-intl';
import type { OpenedCall } from '../../../src-preload/contract.ts';
import { Fact } from '../../components/Fact.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { useServers } from '../../stores/servers.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { dotOf } from './outcome-dot.ts';
import css from './history.module.css';

/** Who called what and when. */
export function CallFacts({ call }: { call: OpenedCall }) {
  const t = useTranslations('history');
  const format = useFormatter();
  const { duration } = useTimeWords();
  const server = useServers((state) => state.servers[call.serverId]);
  return (
    <dl className={css['facts']}>
      <Fact name={t('server')}>{server?.name ?? ''}</Fact>
      <Fact name={t('address')}>{call.address}</Fact>
      <Fact name={t('program')}>{call.program ?? t('window')}</Fact>
      <Fact name={t('outcome')}>
        <StatusDot dot={dotOf(call.outcome)} /> {t(`outcomes.${call.outcome}`)}
      </Fact>
      <Fact name={t('time')}>{format.dateTime(call.startedAt, { dateStyle: 'medium', timeStyle: 'medium' })}</Fact>
      <Fact name={t('duration')}>{duration(call.milliseconds)}</Fact>
    </dl>
  );
}
