import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { texts } from './texts.ts';

/** Says that a result is not plainly final; nothing when it is. */
export function StatusBadge({ status }: { status: string }) {
  const say = useText(texts);
  const key = `status.${status}`;
  if (!(texts.keys as readonly string[]).includes(key)) return null;
  return (
    <Badge variant="outline" color="gray" tt="none" size="md">
      {say(key as 'status.preliminary')}
    </Badge>
  );
}
