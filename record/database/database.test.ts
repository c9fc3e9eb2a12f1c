import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase([]);
});
afterAll(() => database.drop());

describe('durability', () => {
  it.each(['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'])('%s is on', async name => {
    const [row] = await database.record.query('SELECT current_setting($1) AS value', [name]);
    expect(row).toEqual({ value: 'on' });
  });
});
