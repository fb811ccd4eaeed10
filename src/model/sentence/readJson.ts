/** A small JSON file of a model's folder, checked. */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import type { ModelFiles } from '../modelFiles';

/**
 * @returns undefined when the folder has no such file
 * @throws TandemError `bad-config` when it is not JSON, or not as the schema has it
 */
export async function readJson<Schema extends v.GenericSchema>(
  files: Pick<ModelFiles, 'read'>,
  path: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  const bytes = await files.read(path);
  if (!bytes) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new TandemError('bad-config', `${path} is not valid JSON. Download the model again, or check the file.`);
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TandemError('bad-config', `${path} has an unusable "${v.getDotPath(issue) ?? 'content'}": ${issue.message}.`);
}
