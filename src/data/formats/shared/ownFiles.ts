/** Which of several files are of a format, and the others by name. */
import type { ReportProblem, SourceFile } from '../../records';
import { someOf } from '../../someOf';

/**
 * @param why what is wrong with the others
 * @returns all files where none is of the format: it was chosen by hand
 */
export function ownFiles(files: SourceFile[], isOwn: (file: SourceFile) => boolean, why: string, report: ReportProblem): SourceFile[] {
  const own = files.filter(isOwn);
  if (own.length === 0) return files;
  const known = new Set(own);
  const others = files.filter((file) => !known.has(file));
  if (others.length > 0) report(undefined, `${someOf(others.map(({ name }) => name))}: ${why}`, 'warning');
  return own;
}
