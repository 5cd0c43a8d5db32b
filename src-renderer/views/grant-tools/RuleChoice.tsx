import { Radio } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ToolRule } from '../../../src-preload/contract.ts';

const rules = ['all', 'reading', 'chosen', 'each_call'] as const satisfies readonly ToolRule[];

interface Props {
  rule: ToolRule;
  server: string;
  onChoose: (rule: ToolRule) => void;
}

/** The four rules, each with what it means. */
export function RuleChoice({ rule, server, onChoose }: Props) {
  const t = useTranslations('programs.toolsOfGrant');
  return (
    <Radio.Group label={t('rule')} value={rule} onChange={(value) => onChoose(value)}>
      {rules.map((one) => (
        <Radio
          key={one}
          mt={6}
          value={one}
          label={t(`ruleOf.${one}`)}
          aria-label={t(`ruleOf.${one}`)}
          description={t(`ruleWhat.${one}`, { server })}
        />
      ))}
    </Radio.Group>
  );
}
