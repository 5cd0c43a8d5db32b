import { useTranslations } from 'use-intl';
import type { AttemptView, ServerView } from '../../../src-preload/contract.ts';
import { Fact } from '../../components/Fact.tsx';
import { Scopes } from '../../components/Scopes.tsx';
import css from './server.module.css';
import shared from '../../shared.module.css';
import { answerKeys } from '../../words/answer-keys.ts';
import { attemptFacts } from '../../words/attempt.ts';
import { useTimeWords } from '../../words/use-time-words.ts';

/** What a sign-in used, as far as it came: for diagnosis and support. */
export function AttemptFacts({ server, attempt }: { server: ServerView; attempt: AttemptView }) {
  const t = useTranslations('doctor');
  const overview = useTranslations('overview');
  const { short, relative } = useTimeWords();
  const { startedAt } = attempt;
  const { issuer, clientId, kind, scope, returnPath } = attemptFacts(attempt);
  const scopes = scope?.split(' ').filter(Boolean);
  return (
    <dl className={css['facts']}>
      <Fact name={t('fact.startedAt')}>
        {overview('moment', { time: short(startedAt), relative: relative(startedAt) })}
      </Fact>
      {issuer && <Fact name={t('fact.issuer')}>{issuer}</Fact>}
      {kind && <Fact name={t('fact.kind')}>{t(`kind.${kind}`)}</Fact>}
      {clientId && (
        <Fact name={t('fact.clientId')}>
          <span className={shared['mono']}>{clientId}</span>
        </Fact>
      )}
      {scopes && (
        <Fact name={t('fact.scope')}>
          {scopes.length > 0 ? <Scopes scopes={scopes} /> : overview('mayDefault', { server: server.name })}
        </Fact>
      )}
      {returnPath && <Fact name={t('fact.returnPath')}>{overview(answerKeys[returnPath])}</Fact>}
    </dl>
  );
}
