/** Vite's part in `import bytes from './x.wat'`: WebAssembly text is assembled as the module is loaded. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import wabt from 'wabt';

export function watPlugin(): Plugin {
  return {
    name: 'wat',
    async load(id) {
      if (!id.endsWith('.wat')) return undefined;
      this.addWatchFile(id);
      const { parseWat } = await wabt();
      const module = parseWat(id, await readFile(id, 'utf8'), { simd: true });
      const { buffer } = module.toBinary({});
      module.destroy();
      return `export default Uint8Array.of(${buffer.join(',')});`;
    },
  };
}
