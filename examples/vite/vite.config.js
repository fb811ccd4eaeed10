import { cpSync } from 'node:fs';

// The bundled model is served beside the app. Without this line the app can still load any model of the Hugging Face hub.
cpSync('node_modules/tandem/lib/models', 'public/models', { recursive: true });

export default {
  build: { target: 'es2023' },
  // The library finds its worker beside its own file, so that has to stay where it is.
  optimizeDeps: { exclude: ['tandem'] },
};
