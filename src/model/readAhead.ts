/** Small files of a folder on a site, asked for together: one after another, each would wait for an answer of its own. */
import type { ModelFiles } from './modelFiles';

/**
 * @param paths of what is asked for when the first file is read
 * @returns the same files; what was asked for ahead is given once, and read anew after that
 */
export function readAhead(files: ModelFiles, paths: () => Promise<string[]>): ModelFiles {
  let asked: Promise<Map<string, ReturnType<ModelFiles['read']>>> | undefined;
  const askAll = async () => {
    const answers = (await paths()).map((path) => [path, files.read(path)] as const);
    // Whoever reads the file hears of it; nobody may.
    for (const [, answer] of answers) answer.catch(() => undefined);
    return new Map(answers);
  };
  return {
    ...files,
    async read(path, options) {
      asked ??= askAll().catch((error) => {
        asked = undefined;
        throw error;
      });
      const answers = await asked;
      const answer = answers.get(path);
      answers.delete(path);
      return answer ?? files.read(path, options);
    },
  };
}
