import { ActionIcon, Button } from '@mantine/core';
import { X } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { VanishedButtons } from '../../components/VanishedButtons.tsx';
import shared from '../../shared.module.css';
import { endOffer, useOffers, useWatchedPlaces } from '../../stores/wiring.ts';
import { openDialog } from '../../stores/window.ts';
import css from './use-in.module.css';

/** On the page of a server: in which programs it is set up, and what sets it up in one. */
export function UseInSection({ server }: { server: ServerView }) {
  const t = useTranslations('useIn');
  const doctor = useTranslations('agentDoctor');
  const format = useFormatter();
  const { id: serverId, name } = server;
  const { places, error } = useWatchedPlaces(serverId);
  const isAllowed = useIsAllowed();
  const wired = (places ?? []).filter(({ state }) => state === 'wired').map((place) => place.name);
  const vanished = (places ?? []).filter(({ state }) => state === 'vanished');
  const isOffered = useOffers((state) => state[serverId] === true) && wired.length === 0;
  // Not before it is known what to say: the text would change under the eye.
  if (!places && !error) return null;
  return (
    <section className={css['section']} data-offered={isOffered} aria-labelledby="server-use-in">
      <h2 id="server-use-in">{t('title')}</h2>
      {isOffered && (
        <ActionIcon className={css['close']} size={24} aria-label={t('notNow')} onClick={() => endOffer(serverId)}>
          <X size={14} aria-hidden />
        </ActionIcon>
      )}
      <p>
        {wired.length > 0 ? t('usedIn', { programs: format.list(wired), server: name }) : t('what', { server: name })}
      </p>
      {vanished.map(({ program, name: programName, path }) => (
        <div key={program} className={css['vanished']} role="status">
          <p>
            <strong>{t('vanished', { program: programName, server: name })}</strong>{' '}
            {path !== null && t('vanishedFrom', { path })}
          </p>
          <VanishedButtons server={server} program={program} name={programName} />
        </div>
      ))}
      <div className={shared['buttons']}>
        {isAllowed('connections:connect', server) && (
          <Button variant={isOffered ? 'filled' : 'default'} onClick={() => openDialog({ kind: 'use-in', serverId })}>
            {t('open')}
          </Button>
        )}
        <Button variant="subtle" onClick={() => openDialog({ kind: 'agent-doctor', serverId })}>
          {doctor('open')}
        </Button>
      </div>
    </section>
  );
}
