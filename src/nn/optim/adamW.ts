/**
 * AdamW over a set of parameters (Loshchilov & Hutter, 2019; torch.optim.AdamW): they lie one behind
 * another in one store, their gradients in a second, the moments in a third, so that one dispatch updates all.
 */
import { align, type Backend, type Store } from '../../autodiff/backend';
import { size } from '../../autodiff/op';
import { adamW, clipFactor, squaredNorm } from '../../autodiff/ops/adamW';
import type { Tape, Value } from '../../autodiff/tape';
import { adamWGroup, BLOCK } from '../../kernels/adamW/adamW';
import type { ParameterTree } from '../parameters';
import type { Optimizer, OptimizerState, ParameterGroup, ParameterState } from './optimizer';

export interface AdamWOptions {
  /** Default 0.9 and 0.999. */
  betas?: [number, number];
  /** Default 1e-8. */
  epsilon?: number;
  /** Global norm that gradients are clipped to; 0 for no limit. */
  maxGradNorm: number;
}

export class AdamW implements Optimizer {
  readonly values = new Map<string, Store>();
  readonly gradients = new Map<string, Store>();
  private readonly stores: Record<'parameters' | 'gradients' | 'moments' | 'groupOf' | 'groups', Store>;
  private readonly length: number;
  private readonly offsets = new Map<string, number>();
  private steps: number[];
  private readonly members: string[][];
  /** Gradients that each group's last step left behind. */
  private readonly stale: Store[][];

  /** @param groupOf index of each parameter's group */
  constructor(
    backend: Backend,
    tree: ParameterTree,
    private readonly groups: ParameterGroup[],
    groupOf: (name: string) => number,
    private readonly options: AdamWOptions,
  ) {
    let length = 0;
    for (const [name, { shape }] of tree) {
      this.offsets.set(name, length);
      length += align(size(shape));
    }
    this.length = length;
    const parameters = new Float32Array(length);
    const blocks = new Uint32Array(length / BLOCK);
    for (const [name, { shape, data }] of tree) {
      const at = this.offsets.get(name) ?? 0;
      parameters.set(data, at);
      blocks.fill(groupOf(name), at / BLOCK, (at + align(size(shape))) / BLOCK);
    }
    this.stores = {
      parameters: backend.store(parameters),
      gradients: backend.store(length),
      moments: backend.store(2 * length),
      groupOf: backend.store(blocks),
      groups: backend.store(4 * groups.length),
    };
    for (const [name, { shape }] of tree) {
      const at = this.offsets.get(name) ?? 0;
      this.values.set(name, this.stores.parameters.part(at, size(shape)));
      this.gradients.set(name, this.stores.gradients.part(at, size(shape)));
    }
    this.steps = groups.map(() => 0);
    this.stale = groups.map(() => []);
    this.members = groups.map((_, i) => [...tree.keys()].filter((name) => groupOf(name) === i));
  }

  trace(tape: Tape, places: Map<Value, Store>, from: Store = this.stores.gradients): Value {
    const { betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8, maxGradNorm } = this.options;
    const input = (name: keyof typeof this.stores, shape: number[]) => {
      const value = tape.input(name, shape);
      places.set(value, this.stores[name]);
      return value;
    };
    const gradients = tape.input('gradients', [this.length]);
    places.set(gradients, from);
    const clip = tape.apply(clipFactor, [tape.apply(squaredNorm, [gradients], {})], { maxNorm: maxGradNorm });
    const inputs = [
      input('parameters', [this.length]),
      gradients,
      input('moments', [2 * this.length]),
      input('groupOf', [this.length / BLOCK]),
      input('groups', [this.groups.length, 4]),
      clip,
    ];
    return tape.apply(adamW, inputs, { beta1, beta2, epsilon });
  }

  begin(takesPart: (group: ParameterGroup) => boolean): void {
    for (const [i, group] of this.groups.entries()) {
      if (takesPart(group)) {
        if (this.stale[i].length === 0) this.stale[i] = this.members[i].flatMap((name) => this.gradients.get(name) ?? []);
      } else for (const gradient of this.stale[i].splice(0)) gradient.write(new Float32Array(gradient.length));
    }
  }

  advance(factorOf: (group: ParameterGroup) => number | undefined): void {
    const { betas: [beta1, beta2] = [0.9, 0.999] } = this.options;
    const rows = this.groups.flatMap((group, i) => {
      const factor = factorOf(group);
      if (factor === undefined) return adamWGroup(0, 0, undefined, { beta1, beta2 });
      return adamWGroup(group.learningRate * factor, group.weightDecay, ++this.steps[i], { beta1, beta2 });
    });
    this.stores.groups.write(Float32Array.from(rows));
  }

  get flatGradients(): Store {
    return this.stores.gradients;
  }

  async read(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    const flat = await this.stores.parameters.read();
    return new Map([...this.values].map(([name, { length }]) => [name, flat.slice(this.offset(name), this.offset(name) + length)]));
  }

  async state(): Promise<OptimizerState> {
    const [parameters, moments] = await Promise.all([this.stores.parameters.read(), this.stores.moments.read()]);
    return { parameters, moments, steps: [...this.steps] };
  }

  restore({ parameters, moments, steps }: OptimizerState): void {
    this.stores.parameters.write(parameters);
    this.stores.moments.write(moments);
    this.steps = [...steps];
  }

  named({ parameters, moments, steps }: OptimizerState): Map<string, ParameterState> {
    return new Map(
      this.members.flatMap((names, group) =>
        names.map((name) => {
          const from = this.offset(name);
          const { length } = this.values.get(name) as Store;
          const [moment, square] = momentsOf(moments, from, length);
          return [name, { value: parameters.slice(from, from + length), moment, square, steps: steps[group] }] as const;
        }),
      ),
    );
  }

  destroy(): void {
    for (const store of Object.values(this.stores)) store.destroy();
  }

  private offset(name: string): number {
    return this.offsets.get(name) ?? 0;
  }
}

/** First and second moments of the values from `from` on: four of the one lie before four of the other. */
function momentsOf(moments: Float32Array, from: number, length: number): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const [first, second] = [new Float32Array(length), new Float32Array(length)];
  for (let i = 0; i < length; i++) {
    const at = 2 * (from + i) - ((from + i) % 4);
    first[i] = moments[at];
    second[i] = moments[at + 4];
  }
  return [first, second];
}
