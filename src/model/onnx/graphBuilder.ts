/** Collects nodes and initializers while a graph is written top to bottom; names make themselves. */
import { type Attribute, ElementType, type Graph, type Initializer, type NodeProto, type ValueInfo } from './proto';

const INITIALIZER_TYPE = { F32: ElementType.FLOAT, F16: ElementType.FLOAT16 } as const;

export class GraphBuilder {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers = new Map<string, Initializer>();
  private scope = '';

  /** Runs `build` with every node name prefixed, so that profiles and errors say where they are. */
  in<T>(scope: string, build: () => T): T {
    const outer = this.scope;
    this.scope = `${outer}/${scope}`;
    try {
      return build();
    } finally {
      this.scope = outer;
    }
  }

  /** Appends a node with one output and returns that output's name. */
  op(opType: string, inputs: string[], attributes: Record<string, Attribute> = {}, output?: string): string {
    const name = `${this.scope}/${opType}_${this.nodes.length}`;
    const result = output ?? `${name}_output`;
    this.nodes.push({ opType, name, inputs, outputs: [result], attributes });
    return result;
  }

  int64(...values: number[]): string {
    return this.constant(`int64:${values.join()}`, ElementType.INT64, [values.length], new BigInt64Array(values.map(BigInt)));
  }

  int64Table(name: string, values: readonly number[]): string {
    return this.constant(name, ElementType.INT64, [values.length], BigInt64Array.from(values, BigInt));
  }

  scalar(value: number): string {
    return this.constant(`scalar:${value}`, ElementType.INT64, [], BigInt64Array.of(BigInt(value)));
  }

  float(value: number): string {
    return this.constant(`float:${value}`, ElementType.FLOAT, [], new Float32Array([value]));
  }

  /** Values kept in the graph itself, under a name of their own. */
  values(name: string, dims: number[], data: Float32Array<ArrayBuffer>): string {
    return this.constant(name, ElementType.FLOAT, dims, data);
  }

  private constant(name: string, type: ElementType, dims: number[], values: ArrayBufferView): string {
    if (!this.initializers.has(name)) {
      this.initializers.set(name, {
        name,
        type,
        dims,
        data: new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength),
      });
    }
    return name;
  }

  /** A weight kept in another file, as fp32: half precision passes through a Cast that the runtime folds at load. */
  weight(name: string, dtype: keyof typeof INITIALIZER_TYPE, dims: number[], location: string, offset: number, length: number): string {
    this.initializers.set(name, { name, type: INITIALIZER_TYPE[dtype], dims, data: { location, offset, length } });
    return dtype === 'F32' ? name : this.op('Cast', [name], { to: ElementType.FLOAT });
  }

  finish(name: string, inputs: ValueInfo[], outputs: ValueInfo[]): Graph {
    return { name, nodes: this.nodes, initializers: [...this.initializers.values()], inputs, outputs };
  }
}
