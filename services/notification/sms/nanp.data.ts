/**
 * Area codes of the North American Numbering Plan of other countries than Canada and the United States: a message to them costs
 * what one abroad does, and begins with +1 like one at home. Source: North American Numbering Plan Administrator, list of area
 * codes by country.
 */
export const elsewhereAreaCodes: ReadonlySet<string> = new Set([
  ...['242', '246', '264', '268', '284', '345', '441', '473', '649', '658', '664', '721', '758', '767'],
  ...['784', '809', '829', '849', '868', '869', '876'],
]);

/** Area codes that are of no telephone that a person carries: toll-free, and those that bill who calls. Same source. */
export const serviceAreaCodes: ReadonlySet<string> = new Set([
  ...['800', '833', '844', '855', '866', '877', '888', '900'],
]);
