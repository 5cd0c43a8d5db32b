import { useTranslations } from 'use-intl';
import type { ListProblem, ServerView, UnusableTool } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import css from './tools.module.css';

interface Props {
  server: Pick<ServerView, 'name'>;
  unusable?: UnusableTool[] | undefined;
  problem?: ListProblem | undefined;
}

const none: UnusableTool[] = [];

/** What the list of tools leaves out, and why. */
export function LeftOut({ server: { name: server }, unusable = none, problem }: Props) {
  const t = useTranslations('tools');
  const count = unusable.length;
  const entries = unusable.map(({ name, reason }) => ({
    name: name || t('unusable.unnamed'),
    why: t(`unusable.why.${reason}`),
  }));
  const details = () => [server, ...entries.map(({ name, why }) => `${name}: ${why}`)].join('\n');
  return (
    <>
      {problem && <p className={css['noMatch']}>{t(`listProblem.${problem}`, { server })}</p>}
      {count > 0 && (
        <details className={css['leftOut']}>
          <summary>{t('unusable.count', { count })}</summary>
          <ul>
            {entries.map(({ name, why }, index) => (
              <li key={index}>
                <strong>{name}</strong> {why}
              </li>
            ))}
          </ul>
          <p>{t('unusable.what', { server })}</p>
          <CopyButton label={t('unusable.copy')} text={details} />
        </details>
      )}
    </>
  );
}
