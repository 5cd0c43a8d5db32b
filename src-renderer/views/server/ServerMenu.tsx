import { ActionIcon, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { openDialog } from '../../stores/window.ts';

interface Props {
  server: ServerView;
  onSetEnabled: (enabled: boolean) => void;
}

/** Commands that only admins have. */
export default function ServerMenu({ server, onSetEnabled }: Props) {
  const t = useTranslations('action');
  const people = useTranslations('people');
  const { id: serverId, enabled } = server;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={t('more')} title={t('more')}>
          <Ellipsis size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => openDialog({ kind: 'name', serverId })}>{t('rename')}</Menu.Item>
        <Menu.Item onClick={() => openDialog({ kind: 'address', serverId })}>{t('changeAddress')}</Menu.Item>
        <Menu.Item onClick={() => onSetEnabled(!enabled)}>{enabled ? t('turnOff') : t('turnOn')}</Menu.Item>
        <Menu.Item onClick={() => openDialog({ kind: 'credentials', serverId })}>{people('credentials')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="var(--mantine-color-error)" onClick={() => openDialog({ kind: 'remove', serverId })}>
          {t('remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
