import { Check, CircleHelp, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AgentCheck, AgentReport, ServerView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './agent-doctor.module.css';
import { MendButton } from './MendButton.tsx';

interface Props {
  server: ServerView;
  report: AgentReport;
  onMended: () => void;
}

/** What was found, from the program's settings to its last call. Only the first that is bad has a filled button. */
export function Checks({ server, report, onMended }: Props) {
  const t = useTranslations('agentDoctor');
  const { checks, name: program } = report;
  const bad = checks.filter(({ state }) => state === 'bad');
  const values = { program, server: server.name };
  return (
    <>
      <p role="status">{bad.length > 0 ? t('found', { ...values, count: bad.length }) : t('nothingFound', values)}</p>
      <ol className={css['checks']} aria-label={t('checks')}>
        {checks.map((check) => (
          <li key={check.name} data-state={check.state}>
            <Mark state={check.state} />
            <div>
              <p className={css['checkName']}>{t(`check.${check.name}`)}</p>
              <Sentence check={check} values={values} />
            </div>
            {check.remedy && (
              <MendButton
                remedy={check.remedy}
                finding={check.finding}
                server={server}
                report={report}
                isFirst={check === bad[0]}
                onMended={onMended}
              />
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

const marks = { good: Check, bad: X, unknown: CircleHelp } as const;

function Mark({ state }: Pick<AgentCheck, 'state'>) {
  const t = useTranslations('agentDoctor');
  const Icon = marks[state];
  return <Icon size={14} role="img" aria-label={t(`state.${state}`)} />;
}

function Sentence({ check, values }: { check: AgentCheck; values: { program: string; server: string } }) {
  const t = useTranslations('agentDoctor');
  const { when } = useTimeWords();
  const { finding, at } = check;
  const { path, ...named } = check.values;
  return (
    <>
      <p>
        {t(`finding.${finding}`, {
          ...values,
          entry: named['entry'] ?? '',
          version: named['version'] ?? '',
          tool: named['tool'] ?? '',
          when: at === null ? '' : when(at),
        })}
      </p>
      {path !== undefined && <p className={`${shared['hint']} ${shared['mono']}`}>{path}</p>}
    </>
  );
}
