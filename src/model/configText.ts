/**
 * config.json written anew. Python tells 2.0 from 2, and classes of transformers refuse an integer where they declare a float; to
 * JSON.stringify they are the same.
 */

/** An entry of an object whose number is whole, and spelled as a float. */
const WHOLE_FLOAT = /("(?:[^"\\]|\\.)*")\s*:\s*-?\d+(?:\.0*(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?=\s*[,}])/g;

/**
 * @param original the text that the config was read from
 * @param config what it says now
 * @returns the text of `config`, with floats under the names that have one in the original
 */
export function configText(original: string, config: Record<string, unknown>): string {
  const floats = new Set([...original.matchAll(WHOLE_FLOAT)].map(([, name]) => name));
  const text = JSON.stringify(config, null, 2);
  return `${text.replace(/^(\s*)("(?:[^"\\]|\\.)*"): (-?\d+)(,?)$/gm, (line, indent, name, digits, comma) =>
    floats.has(name) ? `${indent}${name}: ${digits}.0${comma}` : line,
  )}\n`;
}
