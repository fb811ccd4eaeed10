import { expect, it } from 'vitest';
import { toTandemError } from './errors';

it.each([
  ['by name', new DOMException('The operation failed.', 'QuotaExceededError')],
  ['by its old code', Object.assign(new Error('Failed'), { code: 22 })],
  ['by text', new Error('The current transaction exceeded its quota limitations: quota exceeded')],
  ['of Node', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
])('a full storage is one error, whatever the engine calls it: %s', (_, thrown) => {
  const error = toTandemError(thrown);
  expect(error.code).toBe('storage-full');
  expect(error.message).toMatch(/no room left .* Remove stored models, runs or kept features/);
  expect(error.cause).toBe(thrown);
});

it.each([new Error('array length exceeded'), new DOMException('x', 'InvalidStateError')])('%s is not', (thrown) => {
  expect(toTandemError(thrown).code).toBe('internal');
});
