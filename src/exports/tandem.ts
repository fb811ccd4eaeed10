/** Everything of a model: what comes back as it was, in any browser. Others open its folder as well. */
import type { Model } from '../model/model';
import { writeEncoderGraph } from '../model/onnx/encoderGraph';
import { parseSafetensorsHeader } from '../model/safetensors';
import { READING } from '../model/smallFiles';
import { locateWeights } from '../model/weights';
import { encoderFiles } from './encoderFiles';
import { headFiles } from './headFiles';
import type { ExportTarget } from './target';
import { jsonFile } from './textFile';
import { type WeightsFile, weightsFile } from './weights';

const WEIGHTS = 'model.safetensors';

export const tandem: ExportTarget = {
  name: 'tandem',
  title: 'Tandem',
  opens: 'This page in any browser; its encoder in transformers, sentence-transformers and ONNX Runtime',
  async files({ encoder: { model, tokenizer }, heads, reading }) {
    const weights = weightsFile(model, WEIGHTS);
    const graph = { path: 'model.onnx', bytes: graphOver(model, weights) };
    return [...(await encoderFiles(model, tokenizer.maxLength)), ...headFiles(heads), jsonFile(READING, reading), graph, weights];
  },
};

/** The graph whose weights are the file beside it. */
function graphOver({ config }: Model, { path, header, size }: WeightsFile): Uint8Array<ArrayBuffer> {
  return writeEncoderGraph(config, locateWeights(config, [parseSafetensorsHeader(header, size, path)]), { locations: [path] });
}
