import { useText } from '@continuum/ui-language';
import { profileKey, texts } from './texts.ts';

/** Says an access profile in words. */
export function useProfileName(): (profile: string) => string {
  const say = useText(texts);
  return profile => {
    const key = profileKey(profile);
    return key ? say(key) : profile;
  };
}
