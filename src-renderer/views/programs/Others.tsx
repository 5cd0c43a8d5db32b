import { useTranslations } from 'use-intl';
import type { ProgramsView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { Connections } from './Connections.tsx';
import css from './programs.module.css';

/** The connections of programs that cannot be recognized again, so that no permission outlives them. */
export function Others({ others }: Pick<ProgramsView, 'others'>) {
  const t = useTranslations('programs');
  return (
    <div className={css['detail']}>
      <section className={css['section']} aria-labelledby="programs-others">
        <h2 id="programs-others">{t('others')}</h2>
        <p className={shared['hint']}>{t('othersWhat')}</p>
        <Connections connections={others} />
      </section>
    </div>
  );
}
