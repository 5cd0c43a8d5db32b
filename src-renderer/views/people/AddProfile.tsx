import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Role } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import { loadPeople } from '../../stores/people.ts';
import css from './people.module.css';

export function AddProfile() {
  const t = useTranslations('people');
  const [name, setName] = useTyped('new profile', '');
  const [role, setRole] = useTyped<Role>('new role', 'member');
  const { waiting, error, send } = useRequest();

  const add = async (event: FormEvent) => {
    event.preventDefault();
    const result = await send(() => request('profiles:create', { name: name.trim(), role }));
    if (!result.ok) return;
    setName('');
    void loadPeople();
  };
  return (
    <form className={css['add']} onSubmit={(event) => void add(event)} noValidate>
      <TextInput
        aria-label={t('newName')}
        placeholder={t('newName')}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RoleSelect label={t('newRole')} role={role} onChange={setRole} />
      <Button type="submit" variant="default" disabled={!name.trim()} loading={waiting}>
        {t('addProfile')}
      </Button>
      {error && <ErrorNote error={error} />}
    </form>
  );
}

interface RoleProps {
  label: string;
  role: Role;
  onChange: (role: Role) => void;
}

export function RoleSelect({ label, role, onChange }: RoleProps) {
  const t = useTranslations('people.role');
  return (
    <NativeSelect
      aria-label={label}
      value={role}
      onChange={(event) => onChange(event.currentTarget.value as Role)}
      data={(['admin', 'member'] as const).map((value) => ({ value, label: t(value) }))}
    />
  );
}
