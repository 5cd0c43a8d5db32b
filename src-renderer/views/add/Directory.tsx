import { TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useTyped } from '../../hooks/use-typed.ts';
import directory from '../../directory.json';
import shared from '../../shared.module.css';
import { useServers } from '../../stores/servers.ts';
import css from './directory.module.css';

type Key = Parameters<ReturnType<typeof useTranslations<'directory.what'>>>[0];
type Purpose = Parameters<ReturnType<typeof useTranslations<'directory.purpose'>>>[0];
type SignIn = Parameters<ReturnType<typeof useTranslations<'directory.signIn'>>>[0];

interface Props {
  /** No request is sent before the user continues. */
  onPick: (server: { name: string; url: string }) => void;
}

/**
 * A short list of well-known servers. The addresses are their makers'; they change from time to time and are only
 * written in its file, each with the document that it was read in.
 */
export function Directory({ onPick }: Props) {
  const t = useTranslations('directory');
  const what = useTranslations('directory.what');
  const purposes = useTranslations('directory.purpose');
  const signIns = useTranslations('directory.signIn');
  const servers = useServers((state) => state.servers);
  const [search, setSearch] = useTyped('directory', '');
  const field = useRef<HTMLInputElement>(null);
  // The user opened the list to search in it.
  useEffect(() => field.current?.focus(), []);
  const id = useId();
  const wanted = search.trim().toLocaleLowerCase();
  const known = new Set(Object.values(servers).map(({ url }) => url));
  const shown = directory.filter(({ key, name, url, purpose }) =>
    `${name} ${what(key as Key)} ${purposes(purpose as Purpose)} ${url}`.toLocaleLowerCase().includes(wanted),
  );

  return (
    <section className={css['directory']} aria-labelledby={id}>
      <h3 id={id}>{t('title')}</h3>
      <TextInput
        ref={field}
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {shown.length === 0 && <p className={shared['hint']}>{t('none', { search: search.trim() })}</p>}
      <ul>
        {shown.map(({ key, name, url, signIn }) => (
          <li key={key}>
            <UnstyledButton className={css['entry']} disabled={known.has(url)} onClick={() => onPick({ name, url })}>
              <strong>{name}</strong> <span>{known.has(url) ? t('there') : what(key as Key)}</span>{' '}
              <small>{shortAddress(url)}</small> <small className={css['signIn']}>{signIns(signIn as SignIn)}</small>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All addresses begin with https. */
function shortAddress(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '');
}
