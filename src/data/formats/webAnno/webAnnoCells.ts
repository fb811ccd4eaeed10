/** Layers and cells of WebAnno TSV 3: which column is which feature of which layer, and what an annotation in a cell is. */

export interface FeatureColumn {
  /** Behind the token's number, place and text. */
  index: number;
  /** The last part of the layer's name. */
  layer: string;
  /** What its column of spans is called. */
  name: string;
  /** Whether the layer has no feature, so that an annotation says no more than that it is there. */
  bare: boolean;
}

export interface Layers {
  features: FeatureColumn[];
  /** Layers and features that are not spans with a name. */
  others: string[];
  /** Cells that a line has behind the token. */
  width: number;
}

/** What a cell says of its token: a name, unless it is annotated without one, and the number of an annotation over several tokens. */
export interface Mark {
  value?: string;
  id?: string;
}

/** @param header lines from `#T_SP=` (spans), `#T_CH=` (chains) and `#T_RL=` (relations) */
export function readLayers(header: string[]): Layers {
  const layers: Layers = { features: [], others: [], width: 0 };
  for (const line of header) {
    const [, kind, rest] = /^#T_(SP|CH|RL)=(.*)$/.exec(line) ?? [];
    if (kind === undefined) continue;
    const [type, ...features] = rest.trim().split('|');
    const layer = type.slice(type.lastIndexOf('.') + 1);
    if (kind !== 'SP') layers.others.push(`${layer} (${kind === 'CH' ? 'chains' : 'relations'})`);
    else layers.features.push(...namedFeatures(layer, features, layers));
    // A layer without features has a column all the same.
    layers.width += Math.max(1, features.length);
  }
  return layers;
}

function namedFeatures(layer: string, features: string[], { width, others }: Layers): FeatureColumn[] {
  const named = features.flatMap((feature, i) => {
    // Links to other annotations take two columns: the roles, and what they lead to.
    if (feature.startsWith('ROLE_')) others.push(`${layer} (links)`);
    return feature.startsWith('ROLE_') || features[i - 1]?.startsWith('ROLE_') ? [] : [{ feature, index: width + i }];
  });
  return (features.length === 0 ? [{ feature: '', index: width }] : named).map(({ feature, index }) => {
    const plain = named.length < 2 || feature === 'value';
    return { index, layer, name: plain ? layer : `${layer}.${feature}`, bare: feature === '' };
  });
}

/** `_` for none, `*` for one without a value, `PER[1]|LOC[2]` for several; a backslash before a character that stands for itself. */
export function readCell(cell: string): Mark[] {
  if (cell === '_' || cell === '') return [];
  return split(cell).map((item) => {
    const [, value, id] = /^(.*?)(?<!\\)\[(\d+)\]$/s.exec(item) ?? [undefined, item, undefined];
    return { ...(value === '*' || value === '_' ? {} : { value: unescaped(value) }), ...(id === undefined ? {} : { id }) };
  });
}

const split = (cell: string) => cell.match(/(?:\\.|[^|\\])+/gs) ?? [];

const CONTROL: Record<string, string> = { t: '\t', n: '\n', r: '\r' };

export function unescaped(text: string): string {
  return text.replace(/\\(->|.)/gs, (_, character: string) => CONTROL[character] ?? character);
}
