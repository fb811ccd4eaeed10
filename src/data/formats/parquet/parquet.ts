/** Parquet tables, which are opened before they come here. */
import type { Format } from '../format';
import { parquetWriter } from './parquetWriter';

export const parquet: Format = {
  name: 'parquet',
  title: 'Parquet (Hugging Face data set)',
  recognises: (files) => files.some(({ opened }) => opened?.format === 'parquet'),
  join(files, report) {
    const others = files.filter(({ opened }) => opened?.format !== 'parquet');
    for (const { name } of others) report(undefined, `${name} is not a Parquet file, unlike the other files; it is left out`);
    return files.filter((file) => !others.includes(file));
  },
  read({ opened }, { report }) {
    for (const note of opened?.notes ?? []) report(undefined, note, 'warning');
    return opened?.table ?? { columns: [], records: [] };
  },
  writer: parquetWriter,
};
