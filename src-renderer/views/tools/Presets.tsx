import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject, PresetView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { removePreset, savePreset, useToolInputs } from '../../stores/tool-inputs.ts';
import css from './tools.module.css';

interface Props {
  serverId: string;
  tool: string;
  /** The input as it is in the form; undefined if it is no JSON now. */
  current: () => JsonObject | undefined;
  onChoose: (input: JsonObject) => void;
}

const none: PresetView[] = [];
/** In characters. */
const longestName = 100;

/** Inputs of a tool under a name: chosen, saved, renamed and deleted. */
export function Presets({ serverId, tool, current, onChoose }: Props) {
  const t = useTranslations('tools.presets');
  const presets = useToolInputs((state) => state[`${serverId}\n${tool}`]?.presets ?? none);
  const [chosenId, setChosen] = useState('');
  /** The name that is being entered: of a new preset, or of the chosen one. */
  const [naming, setNaming] = useState<{ id: string; name: string }>();
  const [deleted, setDeleted] = useState<PresetView>();
  const { error, waiting, send } = useRequest();
  const opener = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const isNaming = naming !== undefined;
  useEffect(() => {
    if (isNaming) field.current?.focus();
  }, [isNaming]);
  const chosen = presets.find(({ id }) => id === chosenId);

  const choose = (id: string) => {
    setChosen(id);
    const preset = presets.find((one) => one.id === id);
    if (preset) onChoose(preset.input);
  };
  const save = async () => {
    const name = naming?.name.trim();
    const input = presets.find(({ id }) => id === naming?.id)?.input ?? current();
    if (!naming || !name || !input) return;
    const { ok } = await send(() => savePreset(serverId, tool, { id: naming.id, name, input }));
    if (!ok) return;
    setChosen(naming.id);
    setNaming(undefined);
    setDeleted(undefined);
  };
  const remove = async (preset: PresetView) => {
    const { ok } = await send(() => removePreset(serverId, tool, preset.id));
    if (ok) setDeleted(preset);
    setChosen('');
  };
  const undo = async (preset: PresetView) => {
    const { ok } = await send(() => savePreset(serverId, tool, preset));
    if (ok) setDeleted(undefined);
  };
  const cancel = () => {
    setNaming(undefined);
    opener.current?.focus();
  };
  return (
    <div className={css['presets']}>
      {naming ? (
        <>
          <TextInput
            ref={field}
            aria-label={t('name')}
            placeholder={t('name')}
            maxLength={longestName}
            value={naming.name}
            onChange={({ currentTarget }) => setNaming({ ...naming, name: currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save();
              else if (event.key === 'Escape') cancel();
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
          <Button size="compact-xs" loading={waiting} disabled={naming.name.trim() === ''} onClick={() => void save()}>
            {t('save')}
          </Button>
          <Button variant="default" size="compact-xs" onClick={cancel}>
            {t('cancel')}
          </Button>
        </>
      ) : (
        <>
          {presets.length > 0 && (
            <NativeSelect
              aria-label={t('label')}
              value={chosen ? chosenId : ''}
              data={[{ value: '', label: t('choose') }, ...presets.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={({ currentTarget }) => choose(currentTarget.value)}
            />
          )}
          {chosen && (
            <>
              <Button variant="subtle" size="compact-xs" onClick={() => setNaming(chosen)}>
                {t('rename')}
              </Button>
              <Button variant="subtle" size="compact-xs" loading={waiting} onClick={() => void remove(chosen)}>
                {t('delete')}
              </Button>
            </>
          )}
          <Button
            ref={opener}
            variant="subtle"
            size="compact-xs"
            onClick={() => current() && setNaming({ id: crypto.randomUUID(), name: '' })}
          >
            {t('saveAs')}
          </Button>
        </>
      )}
      {deleted && (
        <p role="status">
          {t('deleted', { name: deleted.name })}{' '}
          <Button variant="subtle" size="compact-xs" loading={waiting} onClick={() => void undo(deleted)}>
            {t('undo')}
          </Button>
        </p>
      )}
      {error && <ErrorNote error={error} />}
    </div>
  );
}
