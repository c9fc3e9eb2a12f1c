import { Choices } from './choices.tsx';
import { portalDesk } from './desk.browser.ts';
import type { Whose } from './whose.ts';

/** "My choices": what a person refuses to have released, what they keep from some, and what the register remembers of it. */
export const RefusalChoices = ({ whose }: { whose: Whose }) => (
  <Choices desk={portalDesk(whose.id)} whose={whose} />
);
