import { SentenceTransformer } from 'tandem';

const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2');
const { data, shape } = await encoder.encode(['A cat sleeps.', 'A kitten is napping.'], { normalize: true });
const [a, b] = [data.subarray(0, shape[1]), data.subarray(shape[1])];
const cosine = a.reduce((sum, value, i) => sum + value * b[i], 0);
console.log(`Cosine similarity: ${cosine.toFixed(4)}`);
await encoder.dispose();
