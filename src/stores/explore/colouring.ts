/** By what points are coloured, and the names that this gives them. */
import type { NamedClusters } from '../../workers/explore/protocol';
import type { PointColumn } from '../../workers/protocol';

export interface Colouring {
  /** Tells it from others. */
  id: string;
  title: string;
  names: readonly string[];
  /** The place of each row's name; −1 for a row without one. */
  of: Int32Array;
}

/** Names beyond these are one, "others": nobody tells more apart. */
export const MOST_NAMES = 24;

export const CLUSTERS = 'clusters';

/** @param most names that each has. Default: as many as can be told apart */
export function colouringsOf(clusters: NamedClusters | undefined, columns: readonly PointColumn[], most = MOST_NAMES): Colouring[] {
  const colouring = (id: string, title: string, names: readonly string[], of: Int32Array) => ({ id, title, ...joined(names, of, most) });
  const made = columns.map((column) => colouring(`${column.role}:${column.title}`, titleOf(column), column.names, column.of));
  const labels = new Map(columns.filter(({ role }) => role === 'label').map((column) => [column.title, column]));
  const mistakes = columns.flatMap((column) => {
    const label = column.role === 'prediction' ? labels.get(column.title) : undefined;
    return label ? [colouring(`mistakes:${column.title}`, `Mistakes: ${column.title}`, ['right', 'wrong'], compared(label, column))] : [];
  });
  const own =
    clusters &&
    colouring(
      CLUSTERS,
      'Clusters',
      clusters.names.map((name, i) => `${i + 1}. ${name}`),
      clusters.of,
    );
  return [...(own ? [own] : []), ...made, ...mistakes];
}

const titleOf = ({ role, title }: PointColumn) =>
  role === 'split' ? 'Split' : role === 'label' ? `Label: ${title}` : `Prediction: ${title}`;

function joined(names: readonly string[], of: Int32Array, most: number): Pick<Colouring, 'names' | 'of'> {
  if (names.length <= most) return { names, of };
  const last = most - 1;
  return { names: [...names.slice(0, last), 'others'], of: of.map((place) => Math.min(place, last)) };
}

/** 0 where both have one name, 1 where they have two. */
function compared(label: PointColumn, prediction: PointColumn): Int32Array {
  return label.of.map((place, row) => {
    const answer = prediction.of[row];
    if (place < 0 || answer < 0 || answer === undefined) return -1;
    return label.names[place] === prediction.names[answer] ? 0 : 1;
  });
}
