/** The address of a page of a list, without what was not chosen; undefined when there is no next page to ask for. */
export function pageAddress(
  path: string,
  query: { cursor: string | undefined } & Record<string, string | undefined>,
) {
  return query.cursor === undefined ? undefined : addressOf(path, query);
}

/** The address of a list, without what was not chosen. */
export function addressOf(path: string, query: Record<string, string | undefined>): string {
  const chosen = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]);
  return chosen.length === 0 ? path : `${path}?${new URLSearchParams(chosen)}`;
}
