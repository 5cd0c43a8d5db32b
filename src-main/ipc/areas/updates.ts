import type { UpdateRequests } from '../../../src-preload/contract/update.ts';
import { noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

export const updates: Area<UpdateRequests> = {
  'update:describe': {
    input: noInput,
    answer: ({ updates: { describe } }) => describe(),
  },
  'update:check': {
    input: noInput,
    answer: ({ updates: { check } }) => check(),
  },
  'update:close-news': {
    input: noInput,
    answer: ({ updates: { closeNews } }) => closeNews(),
  },
};
