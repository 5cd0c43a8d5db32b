import { useTranslations } from 'use-intl';
import { AgentEntry } from '../../components/AgentEntry.tsx';
import css from './programs.module.css';

/** Before any program has connected: how one gets in. */
export function EmptyPrograms() {
  const t = useTranslations('programs.empty');
  return (
    <div className={css['empty']}>
      <p>{t('what')}</p>
      <h2>{t('how')}</h2>
      <p>{t('entry', { name: 'NAME' })}</p>
      <AgentEntry serverId={null} />
      <p>{t('then')}</p>
    </div>
  );
}
