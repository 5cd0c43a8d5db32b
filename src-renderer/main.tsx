import { MantineProvider } from '@mantine/core';
import './mantine-first.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { App } from './App.tsx';
import './base.css';
import { chosenLanguage } from './bridge.ts';
import { follow } from './stores/follow.ts';
import { speak, useLanguage } from './stores/language.ts';
import { cssVariables, theme } from './theme.ts';

// Asked before anything is drawn: main answers while the shell is being put up.
follow();

await speak(chosenLanguage());
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

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
