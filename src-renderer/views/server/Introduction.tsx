import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { OfferView, ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Fact } from '../../components/Fact.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { LinkOut } from '../tools/LinkOut.tsx';
import { LongText } from '../tools/LongText.tsx';
import { readPicture } from '../tools/read-picture.ts';
import css from './introduction.module.css';
import page from './server.module.css';

/** What a server says of itself. Nothing of it is Keyfob's own words. */
export function Introduction({ server, offer }: { server: ServerView; offer: OfferView }) {
  const t = useTranslations('introduction');
  const { title, version, websiteUrl, instructions, revision } = offer;
  return (
    <section className={css['introduction']} aria-label={t('label', { server: server.name })}>
      <h2>{t('label', { server: server.name })}</h2>
      <dl className={page['facts']}>
        {title && (
          <Fact name={t('title')}>
            <Icon offer={offer} />
            {title} {version && <span>{version}</span>} <Rename server={server} title={title} />
          </Fact>
        )}
        {websiteUrl && (
          <Fact name={t('website')}>
            <span>{websiteUrl}</span>
            <LinkOut uri={websiteUrl} />
          </Fact>
        )}
        {revision && <Fact name={t('revision')}>{revision}</Fact>}
        {instructions && (
          <Fact name={t('instructions')}>
            <LongText text={instructions} isError={false} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Icon({ offer: { icon } }: { offer: OfferView }) {
  const picture = useMemo(() => icon && readPicture(icon.mimeType, icon.data), [icon]);
  if (!icon || picture?.show !== 'picture') return null;
  return <img className={css['icon']} alt="" decoding="async" src={`data:${picture.mimeType};base64,${icon.data}`} />;
}

/** Offers the server's own title as its name. */
function Rename({ server, title }: { server: ServerView; title: string }) {
  const t = useTranslations('introduction');
  const isAllowed = useIsAllowed();
  const { error, waiting, send } = useRequest();
  if (title === server.name || !isAllowed('servers:rename')) return null;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        loading={waiting}
        onClick={() => void send(() => request('servers:rename', { serverId: server.id, name: title }))}
      >
        {t('useAsName')}
      </Button>
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}
