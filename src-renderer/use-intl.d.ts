import type messages from './locales/en.json';

declare module 'use-intl' {
  interface AppConfig {
    /** English is the measure: a key that it lacks does not compile. */
    Messages: typeof messages;
  }
}
