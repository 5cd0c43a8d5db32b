import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { ResourceView, ServerView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import css from '../../components/entry-list.module.css';
import { readResource } from '../../stores/resources.ts';
import { Follow } from './Follow.tsx';
import { ReadParts } from './ReadParts.tsx';

interface Props {
  server: ServerView;
  resource: ResourceView;
  canFollow: boolean;
}

/** A resource: what the server says of it, and what is in it. */
export function ResourceDetail({ server, resource, canFollow }: Props) {
  const t = useTranslations('resources');
  const { uri } = resource;
  const read = () => void readResource(server.id, uri, { uri });
  useEffect(() => {
    void readResource(server.id, uri, { uri });
  }, [server.id, uri]);
  return (
    <section className={css['detail']} aria-labelledby="resource-title">
      <Head name={resource.name} address={resource.shownUri ?? uri} server={server} description={resource.description}>
        <CopyButton label={t('copyAddress')} text={() => uri} />
      </Head>
      <div className={css['buttons']}>
        <Button variant="default" size="compact-sm" onClick={read}>
          {t('read')}
        </Button>
        {canFollow && <Follow server={server} uri={uri} onRead={read} />}
      </div>
      <ReadParts server={server} entry={uri} onRetry={read} />
    </section>
  );
}

interface HeadProps {
  name: string;
  address: string;
  server: ServerView;
  description: string | undefined;
  children?: ReactNode;
}

/** What the server says of a resource or a template. */
export function Head({ name, address, server, description, children }: HeadProps) {
  const t = useTranslations('tools');
  return (
    <div className={css['head']}>
      <h2 id="resource-title">{name}</h2>
      <p>
        <code>{address}</code> {children}
      </p>
      {description && (
        <blockquote className={css['described']}>
          <p>{t('described', { server: server.name })}</p>
          {description}
        </blockquote>
      )}
    </div>
  );
}
