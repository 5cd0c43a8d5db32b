import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ResultMisfit, ServerView } from '../../../src-preload/contract.ts';
import css from './tools.module.css';

/** Says how a result differs from what its server promised. The result is shown all the same. */
export function Misfits({ server, misfits }: { server: ServerView; misfits: ResultMisfit[] }) {
  const t = useTranslations('tools.misfit');
  const lines = misfits.map(({ reason, detail }) => {
    const why = t(`why.${reason}`);
    return detail === undefined ? why : `${why} (${detail})`;
  });
  return (
    <div className={css['misfits']} role="note">
      <TriangleAlert size={14} aria-hidden />
      <div>
        <p>{t('what', { server: server.name })}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}
