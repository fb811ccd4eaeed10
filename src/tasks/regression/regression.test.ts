import { describe, expect, it } from 'vitest';
import { regression } from './regression';

const rows = (values: number[]) => values.map((gold) => ({ gold, source: '', read: () => ({ text: '', pieces: [] }) }));
const settled = (config: object, values: number[]) =>
  regression.settle?.(regression.complete({ kind: 'regression', ...config }), rows(values));

describe('units of the head', () => {
  it('are mean and standard deviation of the rows, as far as they were not given', () => {
    expect(settled({}, [1, 3])).toMatchObject({ mean: 2, scale: 1 });
    expect(settled({ mean: 0 }, [3, 3])).toMatchObject({ mean: 0, scale: 3 });
    expect(settled({ scale: 5 }, [1, 3])).toMatchObject({ mean: 2, scale: 5 });
    expect(settled({}, [4])).toMatchObject({ mean: 4, scale: 1 });
    expect(settled({}, [])).toMatchObject({ mean: 0, scale: 1 });
  });

  it('stay when later rows have others, and that is said where they are far off', () => {
    const head = regression.complete({ kind: 'regression', mean: 2, scale: 1 });
    expect(regression.settle?.(head, rows([40, 60]))).toEqual(head);
    expect(regression.keeps?.(head, rows([40, 60]))).toBe(
      'counts in units of 1 around 2, which belong to its head, while the numbers of these rows have a standard deviation of 10 and a mean of 50. A new head would take its units from them.',
    );
    expect(regression.keeps?.(head, rows([-0.2, 4.2]))).toMatch('standard deviation of 2.2');
    for (const near of [[1, 3], [1.2, 3.4], []]) expect(regression.keeps?.(head, rows(near))).toBeUndefined();
    expect(regression.keeps?.(regression.complete({ kind: 'regression' }), rows([40, 60]))).toBeUndefined();
  });
});
