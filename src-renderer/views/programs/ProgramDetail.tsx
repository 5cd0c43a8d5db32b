import { useTranslations } from 'use-intl';
import type { ProgramView } from '../../../src-preload/contract.ts';
import { Connections } from './Connections.tsx';
import { EndedGrants } from './EndedGrants.tsx';
import { Grants } from './Grants.tsx';
import { ProgramHeader } from './ProgramHeader.tsx';
import css from './programs.module.css';

/** One program: what it does now, what it may do, and what it was once allowed. */
export function ProgramDetail({ program }: { program: ProgramView }) {
  const t = useTranslations('programs');
  const { connections, ended } = program;
  return (
    <div className={css['detail']}>
      <ProgramHeader program={program} />
      {connections.length > 0 && (
        <section className={css['section']} aria-labelledby="program-now">
          <h3 id="program-now">{t('now')}</h3>
          <Connections connections={connections} />
        </section>
      )}
      <Grants program={program} />
      {ended.length > 0 && <EndedGrants ended={ended} />}
    </div>
  );
}
