import { Button, Checkbox, Radio, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { usePrincipal } from '../../hooks/use-is-allowed.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { useServers } from '../../stores/servers.ts';
import css from './forwardings.module.css';
import type { MadeForwarding } from './NewKey.tsx';

/** The narrowest first, which is chosen until the user chooses another one. */
const rules = ['reading', 'all'] as const;

interface Props {
  /** Those that are taken. */
  names: readonly string[];
  onMade: (made: MadeForwarding) => void;
}

/** Asks for the name of a new forwarding, and which servers it may use. Nothing is chosen before. */
export function MakeForwarding({ names, onMade }: Props) {
  const t = useTranslations('forwardings');
  const ofRule = useTranslations('programs.rule');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [rule, setRule] = useState<(typeof rules)[number]>('reading');
  const { waiting, error, send } = useRequest();
  const servers = useServers((state) => state.servers);
  const isAdmin = usePrincipal().role === 'admin';
  // Only admins let others use the shared sign-in.
  const offered = useMemo(
    () =>
      Object.values(servers)
        .filter(({ account }) => account === 'own' || isAdmin)
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    [servers, isAdmin],
  );
  const wanted = name.trim();
  const isTaken = names.includes(wanted);
  const serverIds = chosen.filter((id) => servers[id]);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const result = await send(() => request('forwardings:make', { name: wanted, serverIds, rule }));
    if (result.ok) onMade({ ...result.value, name: wanted });
  };
  return (
    <form className={css['make']} onSubmit={(event) => void make(event)} noValidate>
      <h3>{t('new')}</h3>
      <TextInput
        label={t('name')}
        description={t('nameWhat')}
        autoComplete="off"
        maxLength={80}
        value={name}
        error={isTaken && t('taken')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset className={css['servers']}>
        <legend>{t('servers')}</legend>
        {offered.length === 0 && <p className={shared['hint']}>{t('noneToOffer')}</p>}
        {offered.map((server) => (
          <Checkbox
            key={server.id}
            label={server.name}
            checked={chosen.includes(server.id)}
            onChange={({ currentTarget: { checked } }) =>
              setChosen((before) => (checked ? [...before, server.id] : before.filter((id) => id !== server.id)))
            }
          />
        ))}
        <p className={shared['hint']}>{t('serversWhat')}</p>
      </fieldset>
      {serverIds.length > 0 && (
        <Radio.Group label={t('tools')} value={rule} onChange={(value) => setRule(value === 'all' ? 'all' : 'reading')}>
          <div className={css['rules']}>
            {rules.map((one) => (
              <Radio key={one} value={one} label={ofRule(one, { count: 0 })} />
            ))}
          </div>
        </Radio.Group>
      )}
      {error && <ErrorNote error={error} />}
      <div className={shared['buttons']}>
        <Button type="submit" disabled={!wanted || isTaken} loading={waiting}>
          {t('make')}
        </Button>
      </div>
    </form>
  );
}
