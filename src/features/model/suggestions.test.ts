import { expect, it } from 'vitest';
import { ARCHITECTURES } from '../../architectures/registry';
import { SUGGESTIONS } from './suggestions';

it('only models of architectures that run are suggested', () => {
  const known = ARCHITECTURES.flatMap(({ modelTypes }) => modelTypes);
  for (const { id, modelType } of SUGGESTIONS) expect(known, id).toContain(modelType);
});
