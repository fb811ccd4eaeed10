import { HEATMAP_ROWS } from '../../stores/embedStore';
import { count } from '../../ui/format';
import { Heatmap } from '../../ui/Heatmap';
import { Panel } from '../../ui/Panel';
import { useDark } from '../../ui/useDark';
import { SIMILARITY_NAMES } from '../sentenceInWords';
import { useEmbed } from '../stores';

/** The heat map of the first sentences, and the neighbours of the selected one. */
export function Similarities() {
  const result = useEmbed((state) => state.result);
  const similarities = useEmbed((state) => state.similarities);
  const rows = useEmbed((state) => state.rows);
  const selected = useEmbed((state) => state.selected);
  const neighbours = useEmbed((state) => state.neighbours);
  const select = useEmbed((state) => state.select);
  const dark = useDark();
  if (!similarities || !result) return null;
  const size = similarities.shape[0];
  const { similarity } = result;
  const name = SIMILARITY_NAMES[similarity];
  return (
    <div className="order-2 grid min-w-0 content-start gap-3 md:grid-cols-2 lg:col-span-2 xl:col-span-1 xl:grid-cols-1">
      <Panel
        title={name}
        aside={
          result.count > size && (
            <span className="text-muted">
              first {HEATMAP_ROWS} of {count(result.count)}
            </span>
          )
        }
      >
        <Heatmap
          name={name}
          values={similarities.data}
          range={similarity === 'cosine' ? [0, 1] : rangeOf(similarities.data)}
          size={size}
          dark={dark}
          selected={selected}
          label={(index) => rows.get(index)?.text ?? '…'}
          onSelect={(row) => void select(row)}
        />
      </Panel>
      <Panel title="Nearest sentences" className="self-start">
        {selected === undefined ? (
          <p className="p-3 text-muted">Select a sentence in the table or the heat map.</p>
        ) : (
          <ol className="flex flex-col py-1" aria-busy={neighbours === undefined}>
            {neighbours?.map(({ index, text, score }) => (
              <li key={index}>
                <button
                  type="button"
                  className="flex w-full items-center gap-3 px-3 py-1 text-left hover:bg-sunken"
                  onClick={() => void select(index)}
                >
                  <span className="w-12 shrink-0 text-right tabular-nums">{score.toFixed(3)}</span>
                  {similarity === 'cosine' && (
                    <span className="h-1.5 w-14 shrink-0 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
                      <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.max(0, score) * 100}%` }} />
                    </span>
                  )}
                  <span className="min-w-0 flex-1 truncate" title={text} dir="auto">
                    {text}
                  </span>
                </button>
              </li>
            ))}
            {neighbours?.length === 0 && <li className="px-3 py-1 text-muted">There is no other sentence.</li>}
          </ol>
        )}
      </Panel>
    </div>
  );
}

/** Of values that have no bounds of their own. */
const rangeOf = (values: Float32Array): [low: number, high: number] => [Math.min(...values), Math.max(...values)];
