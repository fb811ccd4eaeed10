import { controlLook } from '../../ui/Field';
import { type EpochDepth, encoderGroups, lowestOpen, planUnfreezing, type Stage, type Unfreezing } from '../../workers/protocol';
import { useModel, useTrain } from '../stores';

/** Layers down, epochs across: what learns when, and at which rate. A click opens the encoder down to there. */
export function UnfreezingPlan() {
  const { options, setOptions } = useTrain((state) => state);
  const layers = useModel(({ loaded }) => loaded?.layers);
  const { unfreeze, epochs, learningRate, layerDecay, weightDecay } = options;
  if (!unfreeze || layers === undefined) return null;
  const plan = planUnfreezing(unfreeze, layers, epochs, learningRate.encoder);
  const depths = Array.from({ length: layers + 1 }, (_, i) => layers - i);
  const rates = encoderGroups(layers, { learningRate: learningRate.encoder, weightDecay, layerDecay });
  const rateAt = (depth: number) => rates[2 * depth].learningRate;
  const edit = (next: EpochDepth[]) => setOptions({ unfreeze: { ...unfreeze, stages: stagesOf(next, layers, learningRate.encoder) } });
  const openFrom = (epoch: number, depth: number) =>
    edit(
      plan.map((entry, i) => {
        const wanted = entry.lowest === depth && i === epoch ? depth + 1 : depth;
        if (i === epoch) return { ...entry, lowest: wanted };
        return { ...entry, lowest: i < epoch ? Math.max(entry.lowest, wanted) : Math.min(entry.lowest, wanted) };
      }),
    );
  const stages = stagesOf(plan, layers, learningRate.encoder);

  return (
    <div className="mt-3 flex flex-col gap-2">
      <div className="flex items-baseline justify-between">
        <h3 className="font-medium">Plan</h3>
        {unfreeze.stages && (
          <button type="button" className="text-accent hover:underline" onClick={() => setOptions({ unfreeze: withoutStages(unfreeze) })}>
            Undo edits
          </button>
        )}
      </div>
      <div className="overflow-x-auto">
        <table className="text-xs">
          <thead className="text-muted">
            <tr>
              <th className="pr-2 text-left font-normal">epoch</th>
              <th className="pr-2 text-right font-normal">rate</th>
              {plan.map((_, i) => (
                // Epochs are told by their place.
                <th key={i} scope="col" className="min-w-6 text-center font-normal tabular-nums">
                  {i + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" className="pr-2 text-left font-normal">
                Heads
              </th>
              <td />
              {plan.map((_, i) => (
                <td key={i} className="p-0.5">
                  <div className="h-5 rounded-sm bg-accent" />
                </td>
              ))}
            </tr>
            {depths.map((depth) => (
              <tr key={depth}>
                <th scope="row" className="pr-2 text-left font-normal whitespace-nowrap">
                  {depth === 0 ? 'Embeddings' : `Layer ${depth}`}
                </th>
                <td className="pr-2 text-right whitespace-nowrap tabular-nums">{write(rateAt(depth))}</td>
                {plan.map(({ lowest }, i) => (
                  <td key={i} className="p-0.5">
                    <button
                      type="button"
                      aria-pressed={lowest <= depth}
                      aria-label={`${depth === 0 ? 'Embeddings' : `Layer ${depth}`} in epoch ${i + 1}: ${lowest <= depth ? 'learns' : 'frozen'}`}
                      title={lowest <= depth ? `learns at ${write(rateAt(depth) * scaleOf(plan[i], learningRate.encoder))}` : 'frozen'}
                      className="block h-5 w-full min-w-5 rounded-sm border border-line bg-sunken hover:border-accent aria-pressed:border-transparent aria-pressed:bg-accent"
                      style={
                        lowest <= depth
                          ? { opacity: 0.35 + 0.65 * (rateAt(depth) / Math.max(rateAt(layers), Number.MIN_VALUE)) }
                          : undefined
                      }
                      onClick={() => openFrom(i, depth)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="flex flex-col gap-1 text-xs">
        {stages.map((stage) => (
          <li key={stage.epoch} className="flex items-center justify-between gap-2">
            <span>
              From epoch {stage.epoch}: {depthName(stage, layers)}
            </span>
            {stage.layers !== 0 && (
              <StageRate
                stage={stage}
                rate={plan[stage.epoch - 1].learningRate}
                onChange={(rate) =>
                  edit(plan.map((entry, i) => (inStage(stages, stage, i + 1) ? { ...entry, learningRate: rate } : entry)))
                }
              />
            )}
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted">
        Rates are those of the encoder at their highest; biases and LayerNorm are left out of weight decay. A layer that is open stays open.
      </p>
    </div>
  );
}

function StageRate({ stage, rate, onChange }: { stage: Stage; rate: number; onChange: (rate: number) => void }) {
  return (
    <label className="flex items-center gap-1">
      at
      <input
        // Typed text stays until it is a number: the field begins anew when the rate changes elsewhere.
        key={rate}
        type="text"
        inputMode="decimal"
        aria-label={`Rate from epoch ${stage.epoch}`}
        className={`${controlLook} h-7 w-20 text-right tabular-nums`}
        defaultValue={write(rate)}
        onBlur={({ target }) => {
          const value = Number(target.value);
          if (target.value.trim() !== '' && Number.isFinite(value) && value >= 0) onChange(value);
          else target.value = write(rate);
        }}
      />
    </label>
  );
}

/** One stage wherever something changes from one epoch to the next. */
function stagesOf(plan: EpochDepth[], layers: number, learningRate: number): Stage[] {
  return plan.flatMap(({ lowest, learningRate: rate }, i) => {
    const before = plan[i - 1];
    if (before && before.lowest === lowest && before.learningRate === rate) return [];
    const depth = lowest === 0 ? { layers, embeddings: true } : { layers: layers + 1 - lowest };
    return [{ epoch: i + 1, ...depth, ...(rate === learningRate ? {} : { learningRate: rate }) }];
  });
}

function inStage(stages: Stage[], stage: Stage, epoch: number): boolean {
  const next = stages[stages.indexOf(stage) + 1];
  return epoch >= stage.epoch && (!next || epoch < next.epoch);
}

function withoutStages({ stages: _, ...rest }: Unfreezing): Unfreezing {
  return rest;
}

/** How many layers, in words. @param layers of the model */
export function depthName(stage: Unfreezing, layers: number): string {
  const open = layers + 1 - lowestOpen(stage, layers);
  if (open === 0) return 'heads alone';
  if (open > layers) return 'everything';
  return open === layers ? 'all layers' : `top ${open === 1 ? 'layer' : `${open} layers`}`;
}

const scaleOf = (entry: EpochDepth, learningRate: number) => (learningRate === 0 ? 0 : entry.learningRate / learningRate);

const write = (rate: number) => (rate === 0 ? '0' : Number(rate.toPrecision(2)).toExponential());
