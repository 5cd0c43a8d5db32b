import { useCallback, useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { EntryTab } from '../../components/EntryTab.tsx';
import { useOffers } from '../../stores/offers.ts';
import { chooseEntry, loadResources, useResources } from '../../stores/resources.ts';
import { ResourceDetail } from './ResourceDetail.tsx';
import { TemplateDetail } from './TemplateDetail.tsx';

/** What a server has to read. */
export default function ResourcesTab({ server }: { server: ServerView }) {
  const t = useTranslations('resources');
  const problems = useTranslations('listProblem');
  const { id } = server;
  const listed = useResources(({ lists }) => lists[id]);
  const chosen = useResources((state) => state.chosen[id]);
  const canFollow = useOffers((state) => state[id]?.canSubscribe === true);
  const choose = useCallback((entry: string) => chooseEntry(id, entry), [id]);
  useEffect(() => {
    void loadResources(id);
  }, [id]);

  const list = listed?.list ?? null;
  const entries = useMemo(
    () =>
      list && [
        ...list.templates.map(({ template, name, description }) => ({
          id: template,
          name,
          mark: t('template'),
          words: `${template}\n${description ?? ''}`,
        })),
        ...list.resources.map(({ uri, shownUri, name, description, mimeType }) => ({
          id: uri,
          name,
          mark: mimeType,
          words: `${shownUri ?? uri}\n${description ?? ''}`,
        })),
      ],
    [list, t],
  );
  const values = { server: server.name };
  const template = list?.templates.find((one) => one.template === chosen);
  const resource = list?.resources.find((one) => one.uri === chosen);
  const notes = [
    list?.isCut && t('cut', values),
    list?.leftOut !== undefined && t('leftOut', { ...values, count: list.leftOut }),
    list?.problem && problems(list.problem, values),
  ].filter((note) => typeof note === 'string');
  return (
    <EntryTab
      server={server}
      words={{
        label: t('label', values),
        search: t('search'),
        refresh: t('refresh'),
        noMatch: (search) => t('noMatch', { search }),
        loading: t('loading', values),
        none: t('none', values),
        choose: t('choose'),
      }}
      field={`resource search ${id}`}
      entries={entries}
      asking={listed?.asking ?? false}
      error={listed?.error ?? null}
      chosen={chosen}
      onChoose={choose}
      onRefresh={() => void loadResources(id)}
      notes={notes}
    >
      {template ? (
        <TemplateDetail key={template.template} server={server} template={template} />
      ) : (
        resource && <ResourceDetail key={resource.uri} server={server} resource={resource} canFollow={canFollow} />
      )}
    </EntryTab>
  );
}
