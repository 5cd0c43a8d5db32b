import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AppView, ProfileView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { loadPeople } from '../../stores/people.ts';
import { RoleSelect } from './AddProfile.tsx';
import { Name } from './Name.tsx';
import css from './people.module.css';

/** A profile: its name, what it may do, and its end. What one may not do is there and does not answer. */
export function ProfileRow({ profile, app }: { profile: ProfileView; app: AppView }) {
  const t = useTranslations('people');
  const { id: profileId, name, role } = profile;
  const { error, waiting, send } = useRequest();
  const [asking, setAsking] = useState(false);
  const isAdmin = app.profile.role === 'admin';
  const isMe = profileId === app.profile.id;

  const change = async (start: () => Promise<Result<unknown>>) => {
    const result = await send(start);
    setAsking(false);
    if (result.ok) void loadPeople();
    return result.ok;
  };
  return (
    <li>
      <div className={css['row']}>
        <Name
          name={name}
          note={isMe ? t('you') : ''}
          label={t('nameOf', { person: name })}
          mayRename={isAdmin || isMe}
          onRename={(next) => change(() => request('profiles:rename', { profileId, name: next }))}
        />
        <RoleSelect
          label={t('roleOf', { person: name })}
          role={role}
          disabled={!isAdmin}
          onChange={(next) => void change(() => request('profiles:set-role', { profileId, role: next }))}
        />
        <Button
          variant="subtle"
          color="var(--mantine-color-error)"
          disabled={!isAdmin}
          aria-label={t('removeOf', { person: name })}
          onClick={() => setAsking(true)}
        >
          {t('remove')}
        </Button>
      </div>
      {asking && (
        <Question
          label={t('removeOf', { person: name })}
          text={t('removeWhat', { person: name })}
          act={t('removeNow')}
          dangerous
          waiting={waiting}
          onKeep={() => setAsking(false)}
          onAct={() => void change(() => request('profiles:remove', { profileId }))}
        />
      )}
      {error && <ErrorNote error={error} />}
    </li>
  );
}
