export { type Canonical, toCanonical } from './canonical.ts';
