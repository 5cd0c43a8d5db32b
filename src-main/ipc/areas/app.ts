import * as z from 'zod/mini';
import type { AppRequests } from '../../../src-preload/contract/app.ts';
import { mediaEndings, type MediaType, textEndings } from '../../../src-preload/contract/media.ts';
import { redact } from '../../base/redact.ts';
import { signInsAreBack } from '../../connections/tokens/check-sign-ins.ts';
import { openLink } from '../../connections/open-link.ts';
import type { Area } from '../area.ts';
import { address, noInput, boundedText } from '../../base/schema.ts';

/** The maximum length of copied error details, in characters. */
const longestReport = 20_000;

/** In characters: no response of a server is longer. */
const largestMedia = 64 * 1024 * 1024;

const mediaTypes = Object.keys(mediaEndings) as MediaType[];

export const app: Area<AppRequests> = {
  'app:describe': {
    input: noInput,
    answer: ({ describe }, { session }) => describe(session),
  },
  'storage:retry': {
    input: noInput,
    async answer({ context, keys, describe }, { session }) {
      if (await keys.retry()) signInsAreBack(context);
      return describe(session);
    },
  },
  'storage:rotate-key': {
    input: noInput,
    async answer({ keys }) {
      await keys.rotate();
      return null;
    },
  },
  'storage:start-over': {
    input: noInput,
    async answer({ context, keys, describe }, { session }) {
      if (await keys.startOver()) signInsAreBack(context);
      return describe(session);
    },
  },
  'app:restart': {
    input: noInput,
    answer({ restart }) {
      restart();
      return null;
    },
  },
  'app:copy': {
    input: z.strictObject({ text: boundedText(5_000_000), details: z.exactOptional(z.boolean()) }),
    async answer({ copy }, _requester, input) {
      await copy(input.details === true ? redact(input.text, longestReport) : input.text);
      return null;
    },
  },
  'app:save-media': {
    input: z.strictObject({ mimeType: z.enum(mediaTypes), data: boundedText(largestMedia) }),
    async answer({ files }, _requester, { mimeType, data }) {
      const kind = mimeType.startsWith('image/') ? 'image' : 'sound';
      const file = await files.save(`keyfob-${kind}.${mediaEndings[mimeType]}`, Buffer.from(data, 'base64'));
      return file !== undefined;
    },
  },
  'app:save-text': {
    input: z.strictObject({ ending: z.enum(textEndings), text: boundedText(largestMedia) }),
    async answer({ files }, _requester, { ending, text }) {
      return (await files.save(`keyfob-result.${ending}`, text)) !== undefined;
    },
  },
  'app:open-link': {
    input: z.strictObject({ url: address }),
    async answer({ context }, _requester, { url }) {
      await openLink(context, url);
      return null;
    },
  },
  'app:quit': {
    input: noInput,
    whileLocked: true,
    answer({ quit }) {
      quit();
      return null;
    },
  },
};
