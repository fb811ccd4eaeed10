/** JSON Lines: a row per line, with a field per label. */
import type { Writer } from '../format';
import { plainFields, plainNames } from '../shared/plainRows';

export const jsonlWriter: Writer = {
  write(data, report) {
    const names = plainNames(data, report);
    const parts = data.rows.map((row) => `${JSON.stringify(Object.fromEntries(plainFields(row, data, names)))}\n`);
    return [{ path: `${data.name}.jsonl`, parts }];
  },
};
