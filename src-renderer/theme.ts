import { type CSSVariablesResolver, createTheme } from '@mantine/core';

const system = 'system-ui, -apple-system, "Segoe UI", Cantarell, "Noto Sans", "Noto Sans CJK SC", sans-serif';

/** Compact: 13 px everywhere, one accent colour, a border radius of 5 px. */
export const theme = createTheme({
  fontFamily: system,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '13px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  headings: { fontFamily: system, fontWeight: '600' },
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: '5px',
  focusRing: 'auto',
  colors: {
    // White text on shade 6 has a contrast of 5.6:1; shade 4 on dark backgrounds has 6:1.
    accent: [
      '#eef4ff',
      '#dbe7fd',
      '#b7cffa',
      '#8fb4f7',
      '#7aa5f5',
      '#447fea',
      '#2360cf',
      '#1d52b3',
      '#184595',
      '#123775',
    ],
    dark: [
      '#d6d8dc',
      '#c3c6cc',
      '#a3a8b1',
      '#7f8590',
      '#4a4e57',
      '#383b42',
      '#2c2e34',
      '#222428',
      '#1a1b1f',
      '#141518',
    ],
  },
  primaryColor: 'accent',
  primaryShade: 6,
  // Plain objects, because naming the components would import all of them into the first screen's code.
  components: {
    Loader: { defaultProps: { color: 'var(--mantine-color-anchor)' } },
    Button: { defaultProps: { size: 'xs', fw: 500 } },
    ActionIcon: { defaultProps: { size: 30, variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs', autosize: true, minRows: 3, maxRows: 14 } },
    // Does not change the input silently: the form shows the error.
    NumberInput: { defaultProps: { size: 'xs', clampBehavior: 'none' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    // Their lists stay in the page's landmark.
    Autocomplete: { defaultProps: { size: 'xs', comboboxProps: { withinPortal: false } } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { withinPortal: false } } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Tabs: { defaultProps: { keepMounted: false } },
    Menu: {
      defaultProps: {
        withinPortal: false,
        withInitialFocusPlaceholder: false,
        position: 'bottom-start',
        offset: 4,
        shadow: 'md',
        transitionProps: { duration: 0 },
      },
    },
    Modal: { defaultProps: { size: 460, centered: true, transitionProps: { duration: 0 } } },
  },
});

/** Mantine's greys for secondary text have a contrast below 4.5:1 on our backgrounds; these do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': '#1c1e21',
    '--mantine-color-accent-light-color': 'var(--mantine-color-accent-6)',
    '--mantine-color-dimmed': '#5c626c',
    '--mantine-color-placeholder': '#6b717b',
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': '#e4e6e9',
    '--mantine-color-accent-light-color': 'var(--mantine-color-accent-3)',
    '--mantine-color-dimmed': '#a3a8b1',
    '--mantine-color-placeholder': '#8d939d',
    '--mantine-color-error': '#ff9389',
  },
});
