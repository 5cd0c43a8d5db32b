import { MantineProvider } from '@mantine/core';
import './mantine-first.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { App } from './App.tsx';
import './base.css';
import { chosenLanguage } from './bridge.ts';
import { firstResponses } from './stores/first-responses.ts';
import { follow } from './stores/follow.ts';
import { keepPlace } from './stores/kept-place.ts';
import { loadLanguage, useLanguage } from './stores/language.ts';
import { cssVariables, theme } from './theme.ts';

/** In milliseconds. Beyond it, a person should see that Keyfob is there: the shell of the window stands without the answers. */
const maxWait = 60;

// Asked before anything is drawn. Where main answers at once, the window is drawn once and whole.
keepPlace();
follow();
const answered = firstResponses(maxWait);

await loadLanguage(chosenLanguage());
// The first look at a clock reads half of ICU: it fits in while main answers.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
await answered;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

/** Says everything anew when the language is another. */
function Window() {
  const { locale, messages } = useLanguage();
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <App />
      </MantineProvider>
    </IntlProvider>
  );
}

createRoot(root).render(
  <StrictMode>
    <Window />
  </StrictMode>,
);
