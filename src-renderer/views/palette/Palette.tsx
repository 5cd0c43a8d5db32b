import '@mantine/core/styles.layer.css';
import { Modal, TextInput } from '@mantine/core';
import { CornerDownLeft, Search, Server, Wrench } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { closeDialog } from '../../stores/window.ts';
import { noteRecent, useRecent } from '../../stores/recent.ts';
import { type Entry, findEntries } from './find-entries.ts';
import css from './palette.module.css';
import { useEntries } from './use-entries.ts';

const icons = { server: Server, tool: Wrench, action: CornerDownLeft };

const noMotion = { duration: 0 };

/** Finds servers, tools and what the window can do by a few letters: a combobox, with the focus in its field. */
export default function Palette() {
  const t = useTranslations('palette');
  const { entries, loading } = useEntries();
  const recent = useRecent((state) => state.ids);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const wanted = useDeferredValue(search);
  const shown = useMemo(() => findEntries(entries, wanted, recent), [entries, wanted, recent]);
  const at = Math.min(chosen, shown.length - 1);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: 'nearest' });
  }, [at]);

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    noteRecent(entry.id);
    entry.act();
  };
  const move = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1 }[event.key];
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') choose(shown[at]);
    else if (next === undefined) return;
    else setChosen(next);
    event.preventDefault();
  };

  return (
    <Modal.Root opened centered size={560} yOffset="10vh" padding={0} transitionProps={noMotion} onClose={closeDialog}>
      <Modal.Overlay />
      {/* Named here: without a title, Modal itself would name the box around the dialog. */}
      <Modal.Content aria-label={t('title')}>
        <Modal.Body>
          <TextInput
            data-autofocus
            className={css['field'] ?? ''}
            role="combobox"
            aria-label={t('search')}
            aria-expanded
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant={shown.length > 0 ? `palette-${at}` : undefined}
            placeholder={t('search')}
            leftSection={<Search size={15} aria-hidden />}
            spellCheck={false}
            autoComplete="off"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setChosen(0);
            }}
            onKeyDown={move}
          />
          <div ref={list} id="palette-list" role="listbox" aria-label={t('title')} className={css['list']}>
            {shown.map((entry, index) => {
              const Icon = icons[entry.kind];
              return (
                // The keyboard is the field's: it names the chosen option.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={entry.id}
                  id={`palette-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === at}
                  className={css['entry']}
                  onMouseMove={() => setChosen(index)}
                  onClick={() => choose(entry)}
                >
                  <Icon size={14} aria-hidden />
                  <span>{entry.label}</span> <small>{entry.detail || t(entry.kind)}</small>
                </div>
              );
            })}
          </div>
          <p role="status" className={css['status']}>
            {loading ? t('loading') : shown.length === 0 ? t('none', { search: search.trim() }) : t('keys')}
          </p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
