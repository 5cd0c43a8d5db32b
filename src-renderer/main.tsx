import { MantineProvider } from '@mantine/core';
import './mantine-first.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { App } from './App.tsx';
import './base.css';
import { readLanguage } from './locales/language.ts';
import { follow } from './stores/follow.ts';
import { cssVariables, theme } from './theme.ts';

// Asked before anything is drawn: main answers while the shell is being put up.
follow();

const { locale, messages } = await readLanguage(navigator.language);
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
document.documentElement.lang = locale;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <App />
      </MantineProvider>
    </IntlProvider>
  </StrictMode>,
);
