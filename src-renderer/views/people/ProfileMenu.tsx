import { Menu, UnstyledButton } from '@mantine/core';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AppView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { become, loadPeople, usePeople } from '../../stores/people.ts';
import { openDialog } from '../../stores/window.ts';
import css from './people.module.css';

/** Who the window is, and whom else it could be. */
export default function ProfileMenu({ app }: { app: AppView }) {
  const t = useTranslations('people');
  const workspaces = usePeople((state) => state.workspaces);
  const name = app.others ? `${app.profile.name} · ${app.workspace.name}` : app.workspace.name;
  return (
    <Menu position="top-start" width={230} onOpen={() => void loadPeople()}>
      <Menu.Target>
        <UnstyledButton className={css['who']} aria-label={t('menu', { where: name, person: app.profile.name })}>
          <span title={name}>{name}</span>
          <ChevronsUpDown size={13} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={css['dropdown']}>
        {workspaces?.map((workspace) => (
          <div key={workspace.id} role="group" aria-label={workspace.name}>
            <Menu.Label>{workspace.name}</Menu.Label>
            {workspace.profiles.map(({ id, name: profile }) => (
              <Menu.Item
                key={id}
                aria-current={id === app.profile.id ? 'true' : undefined}
                leftSection={id === app.profile.id ? <Check size={13} aria-hidden /> : <span className={css['gap']} />}
                onClick={() => {
                  if (id !== app.profile.id) void become(request('profiles:switch', { profileId: id }));
                }}
              >
                {profile}
              </Menu.Item>
            ))}
          </div>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => openDialog({ kind: 'people' })}>{t('manage')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
