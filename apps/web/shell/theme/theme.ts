// The theme of Mantine's components: our fonts, sizes, radii and the one accent. Plain data: vite.config.ts makes the style sheet of it.
//
// `lockScroll` stays off: what locks the scrolling writes a style element, which the page may not have.

import type { MantineThemeOverride } from '@mantine/core';

const fontFamily =
  'Inter, "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** Ink blue: the only colour that means nothing but "this can be used". */
const accent = [
  '#f3f5fd',
  '#e4e9fb',
  '#c9d3f6',
  '#a9b8f0',
  '#8da1ea',
  '#7089e2',
  '#4f69d3',
  '#3f5ac6',
  '#3349a6',
  '#2a3c86',
] as const;

/** Cool greys, from text on dark to the darkest ground. */
const dark = [
  '#e7e9ee',
  '#c3c8d1',
  '#9ba2af',
  '#737b89',
  '#4a515d',
  '#363c47',
  '#2a2f38',
  '#1a1d23',
  '#15181d',
  '#101215',
] as const;

const gray = [
  '#f7f8fa',
  '#f0f1f4',
  '#e4e6eb',
  '#d3d7de',
  '#b4bac5',
  '#868e9c',
  '#626a78',
  '#484f5b',
  '#2f343d',
  '#1b1f26',
] as const;

export const theme: MantineThemeOverride = {
  fontFamily,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  black: '#1b1f26',
  colors: { accent, dark, gray },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.5', lg: '1.4', xl: '1.3' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  headings: {
    fontFamily,
    fontWeight: '600',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3', fontWeight: '600' },
      h2: { fontSize: '15px', lineHeight: '1.4', fontWeight: '600' },
      h3: { fontSize: '14px', lineHeight: '1.45', fontWeight: '600' },
      h4: { fontSize: '14px', lineHeight: '1.45', fontWeight: '600' },
      h5: { fontSize: '13px', lineHeight: '1.45', fontWeight: '600' },
      h6: { fontSize: '13px', lineHeight: '1.45', fontWeight: '600' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } },
    Button: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Drawer: { defaultProps: { lockScroll: false } },
    DrawerRoot: { defaultProps: { lockScroll: false } },
    InputWrapper: { defaultProps: { size: 'xs' } },
    Kbd: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { lockScroll: false, centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
    // A heading of a dialogue is not the banner of the page.
    ModalHeader: { defaultProps: { component: 'div' } },
    ModalRoot: { defaultProps: { lockScroll: false } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false } },
    Switch: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, multiline: true } },
  },
};
