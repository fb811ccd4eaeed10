/** A PyTorch project in a folder of its own, and Python run in it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ProjectParts, projectFiles } from '../exports/pytorchProject/pytorchProject';
import type { StepPoint } from '../train/runs/pace';
import { pythonWith, runPython } from './python';

/** Whether there is a Python that can train a project. */
export const projectPython = pythonWith('torch', 'transformers', 'accelerate', 'seqeval', 'scipy');

export class ProjectFolder {
  private constructor(readonly path: string) {}

  static async of(parts: ProjectParts): Promise<ProjectFolder> {
    const folder = new ProjectFolder(mkdtempSync(join(tmpdir(), 'tandem-project-')));
    for (const file of await projectFiles(parts)) {
      const path = join(folder.path, file.path);
      mkdirSync(dirname(path), { recursive: true });
      if ('bytes' in file) writeFileSync(path, file.bytes);
      else {
        writeFileSync(path, '');
        for await (const part of file.parts()) writeFileSync(path, part, { flag: 'a' });
      }
    }
    return folder;
  }

  /** @returns what it printed */
  python(...args: string[]): string {
    return runPython(args, '', this.path);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.path, path), text);
  }

  text(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  json<T>(path: string): T {
    return JSON.parse(this.text(path)) as T;
  }

  lines<T>(path: string): T[] {
    return this.text(path)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  }

  /** Every step that train.py wrote down. */
  log(output = 'output'): StepPoint[] {
    return this.lines(`${output}/log.jsonl`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
