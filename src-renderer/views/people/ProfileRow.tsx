import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AppView, isLastAdmin, type ProfileView, type Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { loadPeople } from '../../stores/people.ts';
import { RoleSelect } from './AddProfile.tsx';
import { Name } from './Name.tsx';
import css from './people.module.css';

interface Props {
  profile: ProfileView;
  /** All profiles of the workspace. */
  profiles: ProfileView[];
  app: AppView;
}

/** A profile with its name, role and removal. Explains why the last admin cannot be removed. */
export function ProfileRow({ profile, profiles, app }: Props) {
  const t = useTranslations('people');
  const isAllowed = useIsAllowed();
  const { id: profileId, name, role } = profile;
  const { error, waiting, send } = useRequest();
  const [asking, setAsking] = useState(false);
  const isMe = profileId === app.profile.id;
  const stays = isLastAdmin(profiles, profile);

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
          mayRename={isAllowed('profiles:rename', { profileId })}
          onRename={(next) => change(() => request('profiles:rename', { profileId, name: next }))}
        />
        {isAllowed('profiles:set-role') && !stays ? (
          <RoleSelect
            label={t('roleOf', { person: name })}
            role={role}
            onChange={(next) => void change(() => request('profiles:set-role', { profileId, role: next }))}
          />
        ) : (
          <span className={css['note']}>{stays ? t('onlyAdmin') : t(`role.${role}`)}</span>
        )}
        {isAllowed('profiles:remove') && !stays && (
          <Button
            variant="subtle"
            color="var(--mantine-color-error)"
            aria-label={t('removeOf', { person: name })}
            onClick={() => setAsking(true)}
          >
            {t('remove')}
          </Button>
        )}
      </div>
      {asking && (
        <Question
          label={t('removeOf', { person: name })}
          text={isMe ? t('removeMe', { workspace: app.workspace.name }) : t('removeWhat', { person: name })}
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
