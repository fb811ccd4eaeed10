import { expect, it } from 'vitest';
import { architecturesFixture } from '../testing/architectureCases';
import { bucketOf } from './mpnet';

it('puts every distance into the bucket that transformers puts it into', () => {
  expect(architecturesFixture.mpnetBuckets.map((_, i) => bucketOf(i - 511))).toEqual(architecturesFixture.mpnetBuckets);
});
