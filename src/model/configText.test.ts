import { expect, it } from 'vitest';
import { configText } from './configText';

const PYTHON =
  '{"cutoff": 2.0, "rope": {"theta": 160000.0, "big": 1e6}, "eps": 1e-05, "size": 16, "half": 0.5, "list": [1.0, 2], "label": "a: 3.0"}';

it('numbers that Python wrote as floats stay floats, at any depth; integers and texts stay what they are', () => {
  const text = configText(PYTHON, { ...JSON.parse(PYTHON), more: 3, wrapped: { cutoff: 2 } });
  for (const entry of ['"cutoff": 2.0', '"theta": 160000.0', '"big": 1000000.0', '"size": 16', '"more": 3', '"label": "a: 3.0"'])
    expect(text).toContain(entry);
  expect(text.match(/"cutoff": 2\.0/g)).toHaveLength(2);
  expect(JSON.parse(text)).toEqual({ ...JSON.parse(PYTHON), more: 3, wrapped: { cutoff: 2 } });
});
