export { nameOf, type Usager, useUsagerWords } from './usager.browser.ts';
export { UsagerBanner } from './usager-banner.tsx';
export { UsagerSearch } from './usager-search.tsx';
