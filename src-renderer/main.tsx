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
import { restorePage } from './stores/page-state.ts';
import { cssVariables, theme } from './theme.ts';

/** In milliseconds. If the first answers take longer, the window's frame is shown without them. */
const maxWait = 60;

// Requested before rendering: if main answers quickly, the window is rendered once and completely.
keepPlace();
void restorePage();
follow();
const answered = firstResponses(maxWait);

await loadLanguage(chosenLanguage());
// The first use of a time zone loads a large part of ICU; main answers meanwhile.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
await answered;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

/** Renders everything again when the language changes. */
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
