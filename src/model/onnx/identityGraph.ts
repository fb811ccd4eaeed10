import { OPSET } from './encoderGraph';
import { GraphBuilder } from './graphBuilder';
import { ElementType, encodeModel } from './proto';

/** The smallest model there is: what goes in comes out, float32 [1]. */
export function identityGraph(): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const value = (name: string) => ({ name, type: ElementType.FLOAT, dims: [1] });
  g.op('Identity', ['in'], {}, 'out');
  return encodeModel({
    producer: 'tandem',
    opsets: [{ domain: '', version: OPSET }],
    graph: g.finish('identity', [value('in')], [value('out')]),
  });
}
