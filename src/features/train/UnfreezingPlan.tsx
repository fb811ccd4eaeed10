import { useShallow } from 'zustand/react/shallow';
import { encoderGroups } from '../../nn/encoderGroups';
import { type EpochDepth, planUnfreezing, type Stage } from '../../train/plan/unfreezing';
import { controlLook } from '../../ui/Field';
import { useModel, useTrain } from '../stores';
import { depthName, inStage, stagesOf, withoutStages } from './stages';

/** Layers down, epochs across: what learns when, and at which rate. A click opens the encoder down to there. */
export function UnfreezingPlan() {
  const { unfreeze, epochs, learningRate, layerDecay, weightDecay } = useTrain(
    useShallow(({ options }) => ({
      unfreeze: options.unfreeze,
      epochs: options.epochs,
      learningRate: options.learningRate,
      layerDecay: options.layerDecay,
      weightDecay: options.weightDecay,
    })),
  );
  const setOptions = useTrain((state) => state.setOptions);
  const layers = useModel(({ loaded }) => loaded?.layers);
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
                // Epochs have no other name than their place.
                <th key={i} scope="col" className="min-w-7 text-center font-normal tabular-nums">
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
                  <div className="h-7 rounded-sm bg-accent" />
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
                      className="block h-7 w-full min-w-7 rounded-sm border border-line bg-sunken hover:border-accent aria-pressed:border-transparent aria-pressed:bg-accent"
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
        Click a square to open the encoder down to that layer from that epoch on; what is open stays open. Rates are the highest of the
        schedule; weight decay leaves out biases and LayerNorm.
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

const scaleOf = (entry: EpochDepth, learningRate: number) => (learningRate === 0 ? 0 : entry.learningRate / learningRate);

const write = (rate: number) => (rate === 0 ? '0' : Number(rate.toPrecision(2)).toExponential());
