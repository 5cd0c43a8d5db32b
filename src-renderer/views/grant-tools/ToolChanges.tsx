import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { GrantView, ToolChange } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { Difference } from '../../components/Difference.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { changePrograms } from '../../stores/programs.ts';
import css from './grant-tools.module.css';

/** How many are shown at a time: a server may change thousands at once. */
const page = 50;

interface Props extends Pick<GrantView, 'serverId' | 'profileId'> {
  server: string;
  onApproved: () => void;
}

/** The tools that are new or changed since the user allowed them, with what changed. Nothing where there is none. */
export function ToolChanges({ serverId, profileId, server, onApproved }: Props) {
  const t = useTranslations('programs.toolsOfGrant');
  const [changes, setChanges] = useState<readonly ToolChange[]>([]);
  const [most, setMost] = useState(page);
  const { waiting, error, send } = useRequest();

  useEffect(() => {
    let isCurrent = true;
    void request('programs:changes', { serverId, profileId }).then((result) => {
      if (isCurrent && result.ok) setChanges(result.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [serverId, profileId]);

  const approve = async (approved: readonly ToolChange[]) => {
    const tools = approved.map(({ name, hash }) => ({ name, hash }));
    const result = await send(() => changePrograms(request('programs:approve', { serverId, profileId, tools })));
    if (!result.ok) return;
    setChanges(changes.filter((one) => !approved.includes(one)));
    onApproved();
  };
  if (changes.length === 0) return null;
  const shown = changes.slice(0, most);
  const left = changes.length - shown.length;
  return (
    <section className={css['changes']} aria-labelledby="grant-changes">
      <h3 id="grant-changes">{t('changes', { server, count: changes.length })}</h3>
      <p className={shared['hint']}>{t('changesWhat', { server })}</p>
      <ul>
        {shown.map((change) => (
          <Change
            key={change.name}
            change={change}
            isOpen={changes.length <= 2}
            waiting={waiting}
            onApprove={() => void approve([change])}
          />
        ))}
      </ul>
      {error && <ErrorNote error={error} />}
      <div className={shared['buttons']}>
        {left > 0 && (
          <Button variant="default" onClick={() => setMost(most + 10 * page)}>
            {t('showMore', { count: left })}
          </Button>
        )}
        {/* What is not shown is not approved with it. */}
        {shown.length > 1 && (
          <Button variant="default" loading={waiting} onClick={() => void approve(shown)}>
            {t('approveAll', { count: shown.length })}
          </Button>
        )}
      </div>
    </section>
  );
}

interface ChangeProps {
  change: ToolChange;
  isOpen: boolean;
  waiting: boolean;
  onApprove: () => void;
}

function Change({ change, isOpen: isOpenFirst, waiting, onApprove }: ChangeProps) {
  const t = useTranslations('programs.toolsOfGrant');
  const [isOpen, setOpen] = useState(isOpenFirst);
  const { name, kind, before, after } = change;
  return (
    <li>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {name} <span className={shared['hint']}>{t(`kind.${kind}`)}</span>
        </summary>
        {isOpen && <Difference label={t('differenceOf', { tool: name })} before={before} after={after} />}
      </details>
      <Button variant="default" aria-label={t('approveOf', { tool: name })} loading={waiting} onClick={onApprove}>
        {t('approve')}
      </Button>
    </li>
  );
}
