import { describe, expect, test } from 'vitest';
import { distanceOf, type Metadata, pictureSeries } from './series.ts';

const value = (...values: unknown[]) => ({ vr: 'XX', Value: values });
const slice = (sop: string, number: number | undefined, z: number, more: Metadata = {}): Metadata => ({
  '0020000D': value('1.2'),
  '0020000E': value('1.3'),
  '00080018': value(sop),
  '00080060': value('MR'),
  '00280010': value(64),
  '00280011': value(64),
  '00200032': value(0, 0, z),
  '00200037': value(1, 0, 0, 0, 1, 0),
  ...(number !== undefined && { '00200013': value(number) }),
  ...more,
});
const order = (metadata: Metadata[]) =>
  pictureSeries(metadata, 'https://x/dicomweb').flatMap(({ images }) =>
    images.map(({ id }) => id.split('/').at(-3)),
  );

describe('series of a study', () => {
  test('slices come in the order of their numbers, however the archive gave them', () => {
    expect(order([slice('c', 3, 0), slice('a', 1, 9), slice('b', 2, 5)])).toEqual(['a', 'b', 'c']);
  });

  test('without numbers, in the order of the body', () => {
    expect(order([slice('b', undefined, 5), slice('a', undefined, -3)])).toEqual(['a', 'b']);
    expect(distanceOf(slice('a', 1, 7))).toBe(7);
  });

  test('each frame of a moving picture is a picture, played at its own rate', () => {
    const [series] = pictureSeries(
      [slice('a', 1, 0, { '00280008': value(3), '00181063': value(50) })],
      'https://x/dicomweb',
    );
    expect(series?.images.map(({ id }) => id)).toEqual(
      [1, 2, 3].map(frame => `wadors:https://x/dicomweb/studies/1.2/series/1.3/instances/a/frames/${frame}`),
    );
    expect(series?.rate).toBe(20);
  });

  test('a report is no picture', () => {
    expect(pictureSeries([slice('a', 1, 0, { '00280010': undefined })], 'https://x')).toEqual([]);
  });
});
