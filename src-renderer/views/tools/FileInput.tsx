import { Button, Input } from '@mantine/core';
import { ariaDescribedByIds, labelValue, type WidgetProps } from '@rjsf/utils';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSizeWords } from '../../words/use-size-words.ts';
import css from './tools.module.css';

/** In bytes: Keyfob accepts messages of MCP up to 64 MB, and base64 makes four characters of three bytes. */
const largestFile = 32 * 1024 * 1024;

/** A file whose content is sent as base64, or as a data address where the format says so. */
export function FileInput(props: WidgetProps) {
  const { id, htmlName, value, label, hideLabel, required, disabled, readonly, schema, rawErrors = [] } = props;
  const { options, onChange } = props;
  const t = useTranslations('form');
  const size = useSizeWords();
  const field = useRef<HTMLInputElement>(null);
  /** The file that made this value: a value that was written as JSON has no name. */
  const [chosen, setChosen] = useState<{ name: string; value: string }>();
  const [isTooLarge, setTooLarge] = useState(false);
  const isOff = disabled === true || readonly === true;
  const text = typeof value === 'string' ? value : '';

  const read = async (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > largestFile);
    if (file.size > largestFile) return;
    const address = await dataAddress(file);
    const next = schema.format === 'data-url' ? address : address.slice(address.indexOf(',') + 1);
    setChosen({ name: file.name, value: next });
    onChange(next);
  };
  const remove = () => {
    if (field.current) field.current.value = '';
    setChosen(undefined);
    onChange(options.emptyValue);
  };
  const errors = [...rawErrors, ...(isTooLarge ? [t('fileTooLarge', { most: size(largestFile) })] : [])];
  return (
    <Input.Wrapper
      id={id}
      size="xs"
      label={labelValue(label, hideLabel)}
      labelProps={{ htmlFor: id }}
      description={hideLabel ? undefined : (options.description ?? schema.description)}
      required={required ?? false}
      error={errors.length > 0 ? errors.join('\n') : undefined}
    >
      <div className={css['file']}>
        <input
          ref={field}
          id={id}
          name={htmlName ?? id}
          type="file"
          disabled={isOff}
          aria-describedby={ariaDescribedByIds(id)}
          aria-invalid={errors.length > 0}
          onChange={({ currentTarget }) => void read(currentTarget.files?.[0])}
        />
        <Button variant="default" disabled={isOff} aria-hidden tabIndex={-1} onClick={() => field.current?.click()}>
          {t('chooseFile')}
        </Button>
        <span role="status">
          {text === ''
            ? t('noFile')
            : chosen?.value === text
              ? t('file', { name: chosen.name, size: size(bytesIn(text)) })
              : size(bytesIn(text))}
        </span>
        {text !== '' && (
          <Button variant="subtle" size="compact-xs" disabled={isOff} onClick={remove}>
            {t('removeFile')}
          </Button>
        )}
      </div>
    </Input.Wrapper>
  );
}

function dataAddress(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file could not be read')));
    reader.readAsDataURL(file);
  });
}

/** How many bytes a base64 text or a data address stands for. */
function bytesIn(text: string): number {
  const data = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  return Math.floor((data.replace(/=+$/, '').length * 3) / 4);
}
