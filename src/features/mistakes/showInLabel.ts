import type { Stores } from '../stores';

/** Puts rows first in the Label tab, and goes there. @param rows by their numbers through all splits */
export async function showInLabel({ checks, data, labels }: Stores, title: string, rows: ArrayLike<number>): Promise<void> {
  await labels.getState().show(data.getState().info?.dataset);
  labels.getState().showRows(title, rows);
  checks.getState().show('rows');
  location.hash = 'label';
}
