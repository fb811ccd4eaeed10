/** An ONNX model as one file, with its weights in it: written a part at a time, as they may be large. */
import { PbfWriter } from 'pbf';
import { joinBytes } from '../bytes';
import { type ExternalData, type Initializer, type ModelProto, writeGraph, writeModel, writeTensorHead } from './proto';

/**
 * A ModelProto with its weights in it, a part at a time.
 *
 * @param read the bytes of a weight that the graph points at
 */
export function embedWeights(
  model: ModelProto,
  read: (weight: ExternalData) => Uint8Array<ArrayBuffer>,
): { size: number; parts: () => Iterable<Uint8Array<ArrayBuffer>> } {
  const isInside = (initializer: Initializer) => initializer.data instanceof Uint8Array;
  // Parts of a message may come in any order, so the weights come last.
  const rest = encoded((pbf) => writeGraph({ ...model.graph, initializers: model.graph.initializers.filter(isInside) }, pbf));
  const weights = model.graph.initializers.flatMap((initializer) => {
    const { data } = initializer;
    if (data instanceof Uint8Array) return [];
    const about = encoded((pbf) => {
      writeTensorHead(initializer, pbf);
      writeLengthOf(9, data.length, pbf);
    });
    const head = encoded((pbf) => writeLengthOf(5, about.length + data.length, pbf));
    return [{ data, head: joinBytes([head, about]) }];
  });
  const inGraph = weights.reduce((sum, { data, head }) => sum + head.length + data.length, rest.length);
  const before = encoded((pbf) => {
    writeModel(model, pbf);
    writeLengthOf(7, inGraph, pbf);
  });
  return {
    size: before.length + inGraph,
    *parts() {
      yield before;
      yield rest;
      for (const { data, head } of weights) {
        yield head;
        yield read(data);
      }
    },
  };
}

const LENGTH_DELIMITED = 2;

function encoded(write: (pbf: PbfWriter) => void): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish() as Uint8Array<ArrayBuffer>;
}

/** The beginning of a field whose bytes are written by somebody else. */
function writeLengthOf(field: number, length: number, pbf: PbfWriter): void {
  pbf.writeVarint(field * 8 + LENGTH_DELIMITED);
  pbf.writeVarint(length);
}
