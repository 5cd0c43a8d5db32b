import { Menu, UnstyledButton } from '@mantine/core';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AppView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { applySwitch, loadPeople, usePeople } from '../../stores/people.ts';
import { openDialog } from '../../stores/window.ts';
import css from './people.module.css';

/** The current profile, and those that the window can switch to. */
export default function ProfileMenu({ app }: { app: AppView }) {
  const t = useTranslations('people');
  const workspaces = usePeople((state) => state.workspaces);
  const { profile: me, workspace: here } = app;
  return (
    <Menu position="top-start" width={240} onOpen={() => void loadPeople()}>
      <Menu.Target>
        <UnstyledButton className={css['who']} aria-label={t('menu', { where: here.name, person: me.name })}>
          <span>
            <strong title={me.name}>{me.name}</strong> <span title={here.name}>{here.name}</span>
          </span>
          <ChevronsUpDown size={13} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={css['dropdown']}>
        {workspaces?.map((workspace) => (
          <div key={workspace.id} role="group" aria-label={workspace.name}>
            <Menu.Label>{workspace.name}</Menu.Label>
            {workspace.profiles.map(({ id, name, role }) => (
              <Menu.Item
                key={id}
                aria-current={id === me.id ? 'true' : undefined}
                leftSection={id === me.id ? <Check size={13} aria-hidden /> : <span className={css['gap']} />}
                rightSection={<span className={css['role']}>{t(`role.${role}`)}</span>}
                onClick={() => {
                  if (id !== me.id) void applySwitch(request('profiles:switch', { profileId: id }));
                }}
              >
                {name}
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
