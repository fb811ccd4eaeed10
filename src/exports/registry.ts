/** The targets there are, in the order in which they are offered. A new one is a file or folder beside these and a line here. */
import { TandemError } from '../errors';
import { figures } from './figures';
import { huggingFace } from './huggingFace';
import { onnx } from './onnx';
import { pytorchProject } from './pytorchProject/pytorchProject';
import { questionAnswering } from './questionAnswering';
import { tandem } from './tandem';
import type { ExportTarget } from './target';
import { textClassification } from './textClassification';
import { tokenClassification } from './tokenClassification';
import { transformersJs } from './transformersJs';

export const EXPORT_TARGETS: ExportTarget[] = [
  tandem,
  huggingFace,
  textClassification,
  tokenClassification,
  questionAnswering,
  transformersJs,
  onnx,
  pytorchProject,
  figures,
];

/** @throws TandemError `bad-input` for a name that is no target's */
export function exportTarget(name: string): ExportTarget {
  const found = EXPORT_TARGETS.find((target) => target.name === name);
  if (found) return found;
  const names = EXPORT_TARGETS.map((target) => target.name).join(', ');
  throw new TandemError('bad-input', `A model cannot be saved as "${name}". Targets are ${names}.`);
}
