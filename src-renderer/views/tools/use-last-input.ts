import { useEffect, useState } from 'react';
import type { JsonObject } from '../../../src-preload/contract.ts';
import { loadInputs } from '../../stores/tool-inputs.ts';
import { keepDraft, toolKey, useToolCalls } from '../../stores/tool-calls.ts';
import { startingInput } from './starting-input.ts';

/** Begins with what was sent the last time, where nothing was entered yet. Returns whether it did. */
export function useLastInput(
  serverId: string,
  tool: string,
  schema: JsonObject,
): { isLast: boolean; clear: () => void } {
  const [isLast, setLast] = useState(false);
  const key = toolKey(serverId, tool);
  useEffect(() => {
    let isHere = true;
    void loadInputs(serverId, tool).then((inputs) => {
      const { drafts, texts } = useToolCalls.getState();
      const draft = drafts[key];
      // The form itself notes what it begins with.
      const isUntouched = draft === undefined || JSON.stringify(draft) === JSON.stringify(startingInput(schema));
      if (!isHere || !inputs?.last || !isUntouched || texts[key] !== undefined) return;
      if (Object.keys(inputs.last).length === 0) return;
      keepDraft(key, inputs.last);
      setLast(true);
    });
    return () => {
      isHere = false;
    };
  }, [serverId, tool, key, schema]);
  return {
    isLast,
    clear() {
      keepDraft(key, startingInput(schema));
      setLast(false);
    },
  };
}
