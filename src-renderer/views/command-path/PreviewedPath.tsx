import { useTranslations } from 'use-intl';
import type { CommandPathView } from '../../../src-preload/contract.ts';
import { Difference } from '../../components/Difference.tsx';
import shared from '../../shared.module.css';
import css from './command-path.module.css';

/** The link that is made, and the line that the profile of the shell gets. */
export function PreviewedPath({ view: { link, target, isLinkThere, profile } }: { view: CommandPathView }) {
  const t = useTranslations('commandPath');
  return (
    <div className={css['preview']} role="group" aria-label={t('shown')}>
      {!isLinkThere && (
        <p>
          {t('link')} <span className={shared['mono']}>{link}</span> {t('leadsTo')}{' '}
          <span className={shared['mono']}>{target}</span>
        </p>
      )}
      {profile && !profile.isThere && (
        <>
          <p>
            {t(profile.before === null ? 'newFile' : 'line')} <span className={shared['mono']}>{profile.path}</span>
          </p>
          <Difference
            label={t('difference', { path: profile.path })}
            before={profile.before && withoutEnd(profile.before)}
            after={withoutEnd(profile.after)}
          />
        </>
      )}
      <p className={shared['hint']}>{t('undoable')}</p>
    </div>
  );
}

/** The line break at the end is no line. */
const withoutEnd = (text: string) => text.replace(/\n$/, '');
