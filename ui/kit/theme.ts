import { createTheme, type MantineColorsTuple, rem } from '@mantine/core';

const sarcelle: MantineColorsTuple = [
  '#eef7f6',
  '#d8ebe9',
  '#b2d7d3',
  '#83bdb9',
  '#53a19d',
  '#2f8583',
  '#1b6b6b',
  '#115656',
  '#0b4346',
  '#072f33',
];

const ambre: MantineColorsTuple = [
  '#fdf4ea',
  '#fae5cd',
  '#f4ca9c',
  '#edac68',
  '#e6913d',
  '#d8761f',
  '#b85a10',
  '#92460d',
  '#6d340b',
  '#4a2307',
];

const encre: MantineColorsTuple = [
  '#f6f8f8',
  '#eef2f2',
  '#e0e6e7',
  '#cbd4d6',
  '#a9b7ba',
  '#7d8f94',
  '#566a70',
  '#42545a',
  '#2b3b42',
  '#17262d',
];

const brique: MantineColorsTuple = [
  '#fdf0ee',
  '#fadcd7',
  '#f3b8ae',
  '#ea8f81',
  '#df6857',
  '#cf4a38',
  '#b23524',
  '#91291b',
  '#6f1f15',
  '#4c150e',
];

const sauge: MantineColorsTuple = [
  '#eff7f0',
  '#dcecde',
  '#b8d8bd',
  '#90c199',
  '#69a976',
  '#4a905a',
  '#357547',
  '#285d38',
  '#1d462a',
  '#122e1b',
];

/** Deep teal and ink, a warm accent, generous type. */
export const theme = createTheme({
  colors: { sarcelle, ambre, gray: encre, red: brique, green: sauge },
  primaryColor: 'sarcelle',
  primaryShade: 6,
  black: encre[9],
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: rem(13), sm: rem(14.5), md: rem(16), lg: rem(18), xl: rem(21) },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.5' },
  headings: {
    fontWeight: '640',
    sizes: {
      h1: { fontSize: rem(30), lineHeight: '1.2' },
      h2: { fontSize: rem(21), lineHeight: '1.3' },
      h3: { fontSize: rem(17), lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: rem(3), sm: rem(6), md: rem(9), lg: rem(14), xl: rem(22) },
  shadows: {
    xs: '0 1px 2px rgb(7 47 51 / 6%)',
    sm: '0 1px 3px rgb(7 47 51 / 8%), 0 4px 14px rgb(7 47 51 / 5%)',
    md: '0 2px 6px rgb(7 47 51 / 8%), 0 12px 32px rgb(7 47 51 / 8%)',
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { tt: 'none' } },
    Button: { defaultProps: { size: 'md' } },
    InputWrapper: {
      defaultProps: { withAsterisk: false, inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    MultiSelect: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45, blur: 2 } },
    },
  },
});
