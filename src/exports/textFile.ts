import type { FolderFile } from '../model/modelFiles';

export const textFile = (path: string, text: string): FolderFile => ({ path, bytes: new TextEncoder().encode(text) });

export const jsonFile = (path: string, value: unknown): FolderFile => textFile(path, `${JSON.stringify(value, null, 2)}\n`);
