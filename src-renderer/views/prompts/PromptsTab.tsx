import { useCallback, useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { EntryTab } from '../../components/EntryTab.tsx';
import { choosePrompt, loadPrompts, usePrompts } from '../../stores/prompts.ts';
import { PromptDetail } from './PromptDetail.tsx';

/** The prompts of a server, to fill in and copy. */
export default function PromptsTab({ server }: { server: ServerView }) {
  const t = useTranslations('prompts');
  const problems = useTranslations('listProblem');
  const { id } = server;
  const listed = usePrompts(({ lists }) => lists[id]);
  const chosen = usePrompts((state) => state.chosen[id]);
  const choose = useCallback((prompt: string) => choosePrompt(id, prompt), [id]);
  useEffect(() => {
    void loadPrompts(id);
  }, [id]);

  const list = listed?.list ?? null;
  const entries = useMemo(
    () => list && list.prompts.map(({ name, label, description }) => ({ id: name, name: label, words: description })),
    [list],
  );
  const values = { server: server.name };
  const prompt = list?.prompts.find(({ name }) => name === chosen);
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
      field={`prompt search ${id}`}
      entries={entries}
      asking={listed?.asking ?? false}
      error={listed?.error ?? null}
      chosen={chosen}
      onChoose={choose}
      onRefresh={() => void loadPrompts(id)}
      notes={notes}
    >
      {prompt && <PromptDetail key={prompt.name} server={server} prompt={prompt} />}
    </EntryTab>
  );
}
