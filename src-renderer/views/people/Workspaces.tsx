import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { WorkspaceView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { applySwitch, loadPeople } from '../../stores/people.ts';
import { Name } from './Name.tsx';
import css from './people.module.css';

interface Props {
  here: WorkspaceView;
  workspaces: WorkspaceView[];
}

/** Renames and removes this workspace, and creates another. Explains why the only one cannot be removed. */
export function Workspaces({ here, workspaces }: Props) {
  const t = useTranslations('people');
  const isAllowed = useIsAllowed();
  const me = useApp((state) => state.app?.profile.name ?? '');
  const [name, setName] = useTyped('new workspace', '');
  const [asking, setAsking] = useState(false);
  const { waiting, error, send } = useRequest();

  const create = async (event: FormEvent) => {
    event.preventDefault();
    const result = await send(() => applySwitch(request('workspaces:create', { name: name.trim(), profileName: me })));
    if (result.ok) setName('');
  };
  const rename = async (next: string) => {
    const result = await send(() => request('workspaces:rename', { name: next }));
    if (result.ok) void loadPeople();
    return result.ok;
  };
  return (
    <section aria-labelledby="people-workspaces" className={css['section']}>
      <h3 id="people-workspaces">{t('workspaces')}</h3>
      <p className={shared['hint']}>{t('workspacesWhat')}</p>
      <ul className={css['rows']}>
        {workspaces.map((workspace) => (
          <li key={workspace.id}>
            <div className={css['row']}>
              {workspace.id === here.id ? (
                <Name
                  name={workspace.name}
                  note={workspaces.length > 1 ? t('current') : t('onlyWorkspace')}
                  label={t('nameOf', { person: workspace.name })}
                  mayRename={isAllowed('workspaces:rename')}
                  onRename={rename}
                />
              ) : (
                <p className={css['name']}>{workspace.name}</p>
              )}
              <span className={css['note']}>{t('profiles', { count: workspace.profiles.length })}</span>
              {workspace.id === here.id && workspaces.length > 1 && isAllowed('workspaces:remove') && (
                <Button
                  variant="subtle"
                  color="var(--mantine-color-error)"
                  aria-label={t('removeOf', { person: workspace.name })}
                  onClick={() => setAsking(true)}
                >
                  {t('remove')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {asking && (
        <Question
          label={t('removeOf', { person: here.name })}
          text={t('removeWorkspaceWhat', { workspace: here.name })}
          act={t('removeNow')}
          dangerous
          waiting={waiting}
          onKeep={() => setAsking(false)}
          onAct={() => void send(() => applySwitch(request('workspaces:remove')))}
        />
      )}
      <form className={css['add']} onSubmit={(event) => void create(event)} noValidate>
        <TextInput
          aria-label={t('newWorkspace')}
          placeholder={t('newWorkspace')}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!name.trim()} loading={waiting && !asking}>
          {t('addWorkspace')}
        </Button>
      </form>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
