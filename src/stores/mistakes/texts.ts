import type { DatasetInfo } from '../../workers/protocol';

/** Tells whether rows of two readings of a data set are the same texts under the same numbers: labels may differ. */
export const textsOf = ({ name, summary, roles }: DatasetInfo): string => JSON.stringify([name, summary.rows, roles?.text]);
