/** An example of every architecture in the page, on wasm and on WebGPU, against PyTorch (reference/architectures_fixture.py). */
import { ARCHITECTURES } from '../src/architectures/registry';
import { fromBase64 } from '../src/model/base64';
import { parseConfig } from '../src/model/config';
import { architecturesFixture, architectureWeights, withFolderVocabulary } from '../src/testing/architectureCases';
import { startHubServer } from '../src/testing/hubServer';
import { safetensorsFile } from '../src/testing/safetensorsFile';
import { expect, openLibrary, test } from './support/test';

const { cases, folder } = architecturesFixture;
const REPO = 'org/small-model';

// BERT is in all other tests.
for (const { name } of ARCHITECTURES.slice(1)) {
  const example = cases[name];
  test(`${name} embeds as in PyTorch`, async ({ page, site }) => {
    const hub = await startHubServer();
    const config = withFolderVocabulary(example);
    hub.files.set(`${REPO}/config.json`, config);
    hub.files.set(`${REPO}/tokenizer.json`, JSON.stringify(folder.tokenizer));
    hub.files.set(`${REPO}/model.safetensors`, safetensorsFile(architectureWeights(parseConfig(config))));
    const expected = new Float32Array(fromBase64(folder.byArchitecture[name]).buffer);
    await openLibrary(page, site);
    // What is verified first becomes the reference of the other.
    for (const device of ['webgpu', 'wasm'] as const) {
      const found = await page.evaluate(
        async ({ model, endpoint, device, sentences }) => {
          const encoder = await window.tandem.SentenceTransformer.fromPretrained(model, { endpoint, device });
          const { data } = await encoder.encode(sentences);
          const status = encoder.deviceStatus;
          await encoder.dispose();
          return { data: [...data], status };
        },
        { model: REPO, endpoint: hub.url, device, sentences: folder.sentences },
      );
      expect(found.status).toMatchObject({ device, verified: true });
      expect(Math.max(...found.data.map((value, at) => Math.abs(value - expected[at])))).toBeLessThan(1e-4);
    }
    await hub.close();
  });
}
