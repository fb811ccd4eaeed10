/** The encoder as a folder of transformers and sentence-transformers, with the heads as files beside it. */
import check from './checks/transformers.py?raw';
import { encoderFiles } from './encoderFiles';
import { taskFiles } from './headFiles';
import { modelCard } from './modelCard';
import { parityFile, parityOf } from './parity';
import type { ExportTarget } from './target';
import { textFile } from './textFile';
import { weightsFile } from './weights';

const USAGE = `
\`\`\`python
from sentence_transformers import SentenceTransformer
embeddings = SentenceTransformer("path/of/this/folder").encode(["A sentence."])
\`\`\`

\`AutoModel\` and \`AutoTokenizer\` of transformers open it as well. \`heads.safetensors\` holds what the tasks' heads have
learned, by name, and \`heads.json\` what each task is. \`python check.py\` compares it with \`parity.json\`.
`;

export const huggingFace: ExportTarget = {
  name: 'huggingface',
  title: 'Hugging Face folder',
  opens: 'sentence-transformers and AutoModel in Python: embeddings and hidden states',
  async files(trained) {
    const { encoder, heads } = trained;
    return [
      ...(await encoderFiles(encoder.model, encoder.tokenizer.maxLength)),
      ...taskFiles(trained),
      await modelCard(trained, { pipelineTag: 'sentence-similarity', library: 'sentence-transformers', usage: USAGE, heads }),
      parityFile(await parityOf(trained, 'huggingface', heads)),
      textFile('check.py', check),
      weightsFile(encoder.model, 'model.safetensors'),
    ];
  },
};
