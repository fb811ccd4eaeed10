/**
 * Vite's part in `import bytes from './x.wat'`: WebAssembly text is assembled as the module is loaded. With `?fused` it is for engines
 * that have relaxed SIMD: a product and the sum it is added to are one instruction, and lines that begin with `;;fused` count.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import wabt from 'wabt';

const LOCAL = String.raw`(\(local\.get \$\w+\))`;
const PRODUCT_AND_SUM = new RegExp(String.raw`\(f32x4\.add ${LOCAL} \(f32x4\.mul ${LOCAL} ${LOCAL}\)\)`, 'g');

const fused = (text: string) => text.replace(/^(\s*);;fused /gm, '$1').replace(PRODUCT_AND_SUM, '(f32x4.relaxed_madd $2 $3 $1)');

export function watPlugin(): Plugin {
  return {
    name: 'wat',
    async load(id) {
      const [path, query] = id.split('?');
      if (!path.endsWith('.wat')) return undefined;
      this.addWatchFile(path);
      const text = await readFile(path, 'utf8');
      const isFused = query === 'fused';
      const { parseWat } = await wabt();
      const module = parseWat(path, isFused ? fused(text) : text, { simd: true, relaxed_simd: isFused });
      const { buffer } = module.toBinary({});
      module.destroy();
      return `export default Uint8Array.of(${buffer.join(',')});`;
    },
  };
}
