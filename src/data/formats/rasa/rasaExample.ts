/** How examples of Rasa mark entities: `[Porto](city)`, `[NYC](city:New York)`, `[NYC]{"entity": "city", "role": "to"}`, or a list of the last. */
import { isObject } from '../json/fields';

export interface Entity {
  start: number;
  end: number;
  label: string;
  /** What an entity is for: its role, else its group. */
  role?: string;
  text?: string;
}

export interface MarkedText {
  text: string;
  /** UTF-16 offsets. */
  entities: Entity[];
  /** Marks that cannot be read. */
  faults: string[];
}

/** Brackets behind a backslash stand for themselves. */
const MARK = /(?<!\\)\[((?:\\[[\]]|[^\]])+?)\](?:\(([^:)]+)(?::([^)]+))?\)|(\{[^}]+\})|\[(\s*\{.*?\}\s*)\])/g;

export function readMarks(marked: string): MarkedText {
  let text = '';
  let at = 0;
  const entities: Entity[] = [];
  const faults: string[] = [];
  for (const mark of marked.matchAll(MARK)) {
    const [whole, covered, type, , object, list] = mark;
    text += plain(marked.slice(at, mark.index));
    const start = text.length;
    text += plain(covered);
    at = mark.index + whole.length;
    const found = type === undefined ? readObjects(object ?? list) : [{ label: type.trim() }];
    if (found) entities.push(...found.map((entity) => ({ start, end: text.length, ...entity, text: text.slice(start) })));
    else faults.push(`the part after "[${covered}]" names no entity`);
  }
  return { text: text + plain(marked.slice(at)), entities, faults };
}

/** An entity as an object has it; undefined without a type. */
export function readEntity(value: unknown): Pick<Entity, 'label' | 'role'> | undefined {
  if (!isObject(value) || typeof value.entity !== 'string') return undefined;
  const role = value.role ?? value.group;
  return { label: value.entity, ...(typeof role === 'string' || typeof role === 'number' ? { role: String(role) } : {}) };
}

function readObjects(source: string): Pick<Entity, 'label' | 'role'>[] | undefined {
  try {
    const entities = (JSON.parse(`[${source}]`) as unknown[]).map(readEntity);
    return entities.every((entity) => entity !== undefined) ? entities : undefined;
  } catch {
    return undefined;
  }
}

const plain = (marked: string) => marked.replace(/\\([[\]])/g, '$1');
